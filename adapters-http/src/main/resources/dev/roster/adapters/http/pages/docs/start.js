"use strict";

const documentUrl = new URL("openapi.json", document.baseURI).href;

SwaggerUIBundle({
    // A relative URL also works below a proxy's path prefix.
    url: "openapi.json",
    domNode: document.getElementById("swagger-ui"),
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    // The default badge would send the document to an external validator.
    validatorUrl: null,
    // The menu of servers shows the URL as it is in the document, and "." says nothing to a reader.
    responseInterceptor: (response) => {
        if (response.ok && response.url === documentUrl) {
            const shown = JSON.parse(response.text);
            shown.servers[0].url = new URL(".", documentUrl).href.replace(/\/$/, "");
            response.text = JSON.stringify(shown);
        }
        return response;
    },
});
