package io.freshet.audit.delivery;

import io.freshet.contracts.text.ShortText;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON. Redirects are not followed: only who gives the service its secrets says where messages go. Thread-safe. */
final class HttpPoster implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final long ANSWER_WITHIN_SECONDS = 15;
    private static final long MAX_ANSWER_BYTES = 64 * 1024;
    private static final int GONE = 410;

    private final AddressRule addresses;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HttpPoster(AddressRule addresses) {
        this.addresses = addresses;
    }

    SendOutcome post(String address, String body, Map<String, String> headers) {
        HttpRequest.Builder request;
        try {
            URI uri = URI.create(address);
            Optional<String> objection = addresses.objection(uri);
            if (objection.isPresent()) {
                return new SendOutcome.Failed(objection.get());
            }
            request = HttpRequest.newBuilder(uri);
        } catch (IllegalArgumentException e) {
            // What it says would quote the address, which is a secret.
            return new SendOutcome.Failed("the address is not of the form https://host/path");
        }
        request.header("Content-Type", "application/json")
                .header("User-Agent", "freshet")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return answer(client.sendAsync(request.build(), HttpPoster::shortAnswer));
    }

    private static SendOutcome answer(CompletableFuture<HttpResponse<String>> sent) {
        try {
            HttpResponse<String> response = sent.get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
            int status = response.statusCode();
            String answer =
                    ShortText.of("%d %s".formatted(status, response.body()).strip(), SendOutcome.MAX_ANSWER);
            if (status / 100 == 2) {
                return new SendOutcome.Delivered(answer);
            }
            return status == GONE ? new SendOutcome.Gone(answer) : new SendOutcome.Failed(answer);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new SendOutcome.Failed(ShortText.of(
                    "no answer: %s %s"
                            .formatted(
                                    cause.getClass().getSimpleName(),
                                    Optional.ofNullable(cause.getMessage()).orElse(""))
                            .strip(),
                    SendOutcome.MAX_ANSWER));
        } catch (TimeoutException e) {
            sent.cancel(true);
            return new SendOutcome.Failed("no answer within %d s".formatted(ANSWER_WITHIN_SECONDS));
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            return new SendOutcome.Failed("the service was stopped while it was sent");
        }
    }

    /** What a receiver says when all is well is nobody's concern. */
    private static HttpResponse.BodySubscriber<String> shortAnswer(HttpResponse.ResponseInfo info) {
        return info.statusCode() / 100 == 2
                ? BodySubscribers.replacing("")
                : BodySubscribers.limiting(BodySubscribers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
