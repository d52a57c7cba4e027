"use strict";

SwaggerUIBundle({
    // Relative to the page, so that it is found below the path of a proxy too.
    url: "openapi.json",
    domNode: document.getElementById("swagger-ui"),
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    // The badge of a validator elsewhere would send the document there.
    validatorUrl: null,
});
