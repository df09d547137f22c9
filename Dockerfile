FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run build

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/donnees
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /donnees && chown node:node /donnees
USER node
VOLUME /donnees
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s CMD node -e "fetch('http://127.0.0.1:'+(process.env.PORT??3000)+'/sante').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
CMD ["node", "bin/jalons.mjs", "serve"]
