"use strict";

SwaggerUIBundle({
    // A relative URL also works below a proxy's path prefix.
    url: "openapi.json",
    domNode: document.getElementById("swagger-ui"),
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    // The default badge would send the document to an external validator.
    validatorUrl: null,
});
