SwaggerUIBundle({ url: "../v1/openapi.json", dom_id: "#docs", deepLinking: true });
