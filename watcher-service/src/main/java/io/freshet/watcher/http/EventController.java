package io.freshet.watcher.http;

import io.freshet.contracts.api.AnnouncementInfo;
import io.freshet.contracts.api.EventStatus;
import io.freshet.contracts.api.EventsAccepted;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.contracts.upstream.UpstreamLimits;
import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.watcher.intake.EventLog;
import io.freshet.watcher.intake.EventQueries;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes in events of upstream systems. What is answered with 202 is on the log and will be dealt with, whatever dies; of any other
 * answer the request is to be sent again, as a whole: what is on the log already counts once.
 */
@Controller("/api/v1/events")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventController {
    /** Longer than the log itself waits for the broker. */
    private static final long PATIENCE_SECONDS = 15;

    private static final int DEFAULT_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1_000;

    private final EventLog log;
    private final EventQueries queries;

    EventController(EventLog log, EventQueries queries) {
        this.log = log;
        this.queries = queries;
    }

    /** What became of the events that were read. */
    @Get
    EventStatus status() {
        return queries.status();
    }

    /** What was announced and is not there, or is not what was announced. */
    @Get("/announcements")
    List<AnnouncementInfo> announcements(
            @Nullable @QueryValue String dataset, @QueryValue(defaultValue = "" + DEFAULT_LIMIT) int limit) {
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new ProblemException(Problem.of(
                    ProblemCode.INVALID_PARAMETER,
                    "limit must be 1 to %,d, and is %d.".formatted(LARGEST_LIMIT, limit)));
        }
        return queries.announcements(dataset == null ? null : dataset(dataset), limit);
    }

    private static DatasetRef dataset(String text) {
        try {
            return DatasetRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.of(
                    ProblemCode.INVALID_PARAMETER,
                    "dataset: %s.".formatted(ShortText.of(String.valueOf(e.getMessage()), 200))));
        }
    }

    @Post
    @Consumes(MediaType.ALL)
    @Status(HttpStatus.ACCEPTED)
    EventsAccepted accept(HttpRequest<?> request, @Nullable @Body InputStream body) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().forEach((name, values) -> headers.put(name, values.getLast()));
        List<UpstreamEvent> events = HttpEvents.read(headers, content(body));
        append(events);
        return EventsAccepted.of(events);
    }

    private static byte[] content(@Nullable InputStream body) {
        if (body == null) {
            return new byte[0];
        }
        try (body) {
            byte[] content = body.readNBytes(UpstreamLimits.MAX_REQUEST_BYTES + 1);
            if (content.length > UpstreamLimits.MAX_REQUEST_BYTES) {
                body.transferTo(
                        OutputStream.nullOutputStream()); // many clients read no answer before they have sent it all
                throw HttpEvents.tooLarge("The request has more than %,d bytes: send smaller batches."
                        .formatted(UpstreamLimits.MAX_REQUEST_BYTES));
            }
            return content;
        } catch (IOException e) {
            throw new UnavailableException("the events could not be received: " + e.getMessage(), e);
        }
    }

    private void append(List<UpstreamEvent> events) {
        try {
            log.append(events).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (EventLog.BusyException | TimeoutException e) {
            throw busy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EventLog.BusyException busy) {
                throw busy(busy);
            }
            throw new IllegalStateException("events could not be written to the log", e.getCause());
        }
    }

    private static ProblemException busy(Exception reason) {
        return new ProblemException(Problem.of(
                ProblemCode.TOO_MANY_EVENTS,
                "The log takes no events now (%s): send the request again, as it is, after Retry-After."
                        .formatted(reason.getMessage())));
    }
}
