// The bundle for module bundlers brings no types of its own; what it exports is what the plain one exports.
declare module "swagger-ui-dist/swagger-ui-es-bundle" {
  import type { SwaggerUIBundle } from "swagger-ui-dist";

  const bundle: SwaggerUIBundle;
  export default bundle;
}
