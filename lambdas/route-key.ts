/** How API Gateway names a row of routes.ts. Apart from the rows, so that who spells a key need not hold them all. */
import type { Method, Route } from './routes.ts';

/** `GET /requests/{request}`: how API Gateway names a route. */
export type RouteKey = `${Method} ${string}`;

export function routeKeyOf(route: Route): RouteKey {
  return `${route.method} ${route.path}`;
}
