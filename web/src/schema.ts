/** The reference of the HTTP API, from the document that this gateway serves. Nobody else is asked for anything. */
import "swagger-ui-dist/swagger-ui.css";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle";

SwaggerUI({
  url: "/schema/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  // A badge of somebody else's validator would tell it where this gateway is.
  validatorUrl: null,
  syntaxHighlight: { theme: "nord" },
});
