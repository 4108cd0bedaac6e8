package dev.patchbay.local.template;

import dev.patchbay.local.template.HttpApiResource.Cors;
import dev.patchbay.local.template.HttpApiResource.JwtAuthorizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an HTTP API: authorizers and CORS; its routes come from the functions' events. */
final class HttpApiReader {
    private HttpApiReader() {}

    static HttpApiResource read(Resource resource, List<String> problems) {
        PropertyReader properties = resource.reader(problems);
        PropertyReader auth = properties.object("Auth");
        Map<String, JwtAuthorizer> authorizers = new LinkedHashMap<>();
        for (PropertyReader.Named authorizer : auth.named("Authorizers")) {
            authorizers.put(authorizer.name(), authorizer(authorizer.reader()));
        }
        HttpApiResource api = new HttpApiResource(
                resource.reference(), authorizers, auth.optionalText("DefaultAuthorizer"), cors(properties));
        auth.finish();
        properties
                .ignoring("one machine is not throttled", "DefaultRouteSettings", "RouteSettings")
                .ignoring("logs are kept by the local stack itself", "AccessLogSettings")
                .ignoring("it is reached at its port", "Domain", "StageName", "Name", "DisableExecuteApiEndpoint")
                .ignoring("words for people", "Description", "Tags", "FailOnWarnings")
                .finish();
        return api;
    }

    private static JwtAuthorizer authorizer(PropertyReader properties) {
        String source = properties.text("IdentitySource", "$request.header.Authorization");
        if (!source.equalsIgnoreCase("$request.header.Authorization")) {
            properties.problem("IdentitySource", "only $request.header.Authorization is supported locally");
        }
        PropertyReader jwt = properties.object("JwtConfiguration");
        JwtAuthorizer authorizer =
                new JwtAuthorizer(jwt.text("issuer"), jwt.texts("audience"), properties.texts("AuthorizationScopes"));
        jwt.finish();
        properties.finish();
        return authorizer;
    }

    private static Cors cors(PropertyReader properties) {
        PropertyReader cors = properties.object("CorsConfiguration");
        Cors read = new Cors(
                cors.texts("AllowOrigins"),
                cors.texts("AllowMethods"),
                cors.texts("AllowHeaders"),
                cors.texts("ExposeHeaders"),
                cors.flag("AllowCredentials"),
                cors.integer("MaxAge", 0));
        cors.finish();
        return read;
    }
}
