import { notFound } from './answers.server';

export const loader = () => {
  throw notFound('Cette adresse ne mène à aucune page de Jalons. La page a peut-être changé de nom.');
};
export const action = loader;

export default function NotFound() {
  return null;
}
