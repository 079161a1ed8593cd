package io.freshet.servicekit.http;

import java.util.regex.Pattern;

/**
 * Requests that a service lets in from anybody, by whatever name, and without a token, since it asks for another proof itself before it does anything.
 * A service that has such requests has a bean of this type.
 *
 * @param method of HTTP
 * @param path the whole of it, as it is sent
 */
public record OpenRoute(String method, Pattern path) {
    boolean has(String requestMethod, String requestPath) {
        return method.equals(requestMethod) && path.matcher(requestPath).matches();
    }
}
