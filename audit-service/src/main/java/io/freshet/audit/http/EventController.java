package io.freshet.audit.http;

import io.freshet.audit.feed.FeedFilter;
import io.freshet.audit.feed.FeedPosition;
import io.freshet.audit.feed.FeedStart;
import io.freshet.audit.kafka.FeedReader;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The events of the public topics, for those who do not read Kafka. */
@Controller("/api/v1/events")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventController {
    /** How many follow at a time, each with a reader of its own: some 2 MiB. */
    static final int MOST_FOLLOWERS = 32;

    private static final String EVENT_STREAM = "text/event-stream;charset=utf-8";
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final KafkaSettings kafka;
    private final Limits limits;
    private final ExecutorService executor;
    private final Semaphore places = new Semaphore(MOST_FOLLOWERS);

    EventController(KafkaSettings kafka, Limits limits, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.kafka = kafka;
        this.limits = limits;
        this.executor = executor;
    }

    /** From a position or a time on, or from now, until the time is over; then the client comes back with the last id. */
    @Get
    @Produces(EVENT_STREAM)
    Publisher<byte[]> follow(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        FeedFilter filter = new FeedFilter(
                types(parameters.name("type")),
                parameters.name("namespace"),
                parameters.name("workflow"),
                parameters.name("dataset"));
        FeedStart start = start(request, parameters);
        Duration limit = parameters.duration("timeout", limits.longestFollow(), limits.longestFollow());
        Follower opened = open(start, filter, limit);
        // Whoever cancels while the next is awaited does not close it: that is done where it is awaited, once that is
        // over.
        return Flux.<byte[], Follower>generate(
                        () -> opened,
                        (follower, sink) -> {
                            follower.next().ifPresentOrElse(sink::next, sink::complete);
                            return follower;
                        },
                        this::close)
                .subscribeOn(Schedulers.fromExecutor(new Uninterrupted(executor)));
    }

    private static Set<String> types(@Nullable String text) {
        return text == null ? Set.of() : Arrays.stream(text.split(",")).collect(Collectors.toSet());
    }

    /** What a client says that comes back by itself is newer than what it was first asked to say. */
    private static FeedStart start(HttpRequest<?> request, Parameters parameters) {
        String last = request.getHeaders().get(LAST_EVENT_ID);
        FeedPosition after = parameters.parsed("after", FeedPosition::parse);
        Instant since = parameters.time("since");
        if (last != null && !last.isEmpty()) {
            try {
                return new FeedStart.After(FeedPosition.parse(last));
            } catch (IllegalArgumentException e) {
                throw Problems.badHeader(LAST_EVENT_ID, String.valueOf(e.getMessage()));
            }
        }
        if (after != null) {
            return new FeedStart.After(after);
        }
        return since == null ? new FeedStart.Now() : new FeedStart.Since(since);
    }

    private Follower open(FeedStart start, FeedFilter filter, Duration limit) {
        if (!places.tryAcquire()) {
            throw Problems.tooManyFollowers(MOST_FOLLOWERS);
        }
        try {
            return new Follower(FeedReader.open(kafka, start), filter, limit);
        } catch (IllegalStateException e) {
            places.release();
            throw Problems.noLog(String.valueOf(e.getMessage()));
        }
    }

    private void close(Follower follower) {
        places.release();
        follower.close();
    }

    /** Tasks that are cancelled go on to their end: a thread that is interrupted would leave Kafka's client half closed. */
    private record Uninterrupted(Executor threads) implements Executor {
        @Override
        public void execute(Runnable task) {
            threads.execute(task);
        }
    }
}
