import { defineConfig } from 'prisma/config';

// No env() here: it throws when the variable is unset, and the embedded database has none.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
