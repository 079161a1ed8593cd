package io.freshet.launcher.kafka;

import io.freshet.contracts.error.LogCode;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptReport;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.AttemptsStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.topic.Topics;
import io.freshet.launcher.attempt.Reports;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.SendRefusal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports attempts on their topics. Thread-safe. */
public final class KafkaReports implements Reports {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaReports.class);
    private static final int SHOWN_CHARACTERS = 2_000;

    private final EventPublisher publisher;
    private final GroupedSender<AttemptStarted> starts;
    private final GroupedSender<AttemptFinished> releases;

    public KafkaReports(EventPublisher publisher) {
        this.publisher = publisher;
        this.starts = new GroupedSender<>(
                AttemptsStarted.MOST,
                (workflow, started) -> publisher.send(Topics.TASK_EVENTS, workflow, together(started)));
        this.releases = new GroupedSender<>(
                SlotsReleased.MOST,
                (namespace, ended) -> publisher.send(Topics.SLOT_RELEASES, namespace, released(namespace, ended)));
    }

    private static TaskEvent together(List<AttemptStarted> started) {
        AttemptStarted last = started.getLast();
        return started.size() == 1 ? last : new AttemptsStarted(last.workflow(), started, last.at());
    }

    private static SlotsReleased released(String namespace, List<AttemptFinished> ended) {
        return new SlotsReleased(
                namespace,
                ended.stream().map(AttemptFinished::attempt).toList(),
                ended.getLast().at());
    }

    @Override
    public CompletableFuture<Void> started(AttemptStarted event) {
        return starts.send(event.workflow().toString(), event);
    }

    @Override
    public CompletableFuture<Void> delayed(StateChanged event) {
        return publisher.send(Topics.TASK_EVENTS, event.workflow().toString(), event);
    }

    /** An end whose report Kafka will never take is reported as a failure: else its instance would wait for it without end. */
    @Override
    public CompletableFuture<Void> finished(AttemptFinished event) {
        CompletableFuture<Void> reported = send(event)
                .exceptionallyCompose(failure -> SendRefusal.isFinal(failure)
                        ? send(unreportable(event, failure))
                        : CompletableFuture.failedFuture(failure));
        CompletableFuture<Void> released = releases.send(event.instance().namespace(), event);
        return CompletableFuture.allOf(reported, released);
    }

    private CompletableFuture<Void> send(AttemptFinished event) {
        return send(
                OutputsListed.reportsOf(event),
                report -> publisher.send(
                        Topics.TASK_FINISHED, report.instance().workflowRef().toString(), report));
    }

    /** Sends the last when the others have arrived, so that no reader sees an end without the parts that list its outputs. */
    static CompletableFuture<Void> send(
            List<AttemptReport> reports, Function<AttemptReport, CompletableFuture<Void>> sender) {
        CompletableFuture<?>[] parts =
                reports.subList(0, reports.size() - 1).stream().map(sender).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(parts).thenCompose(_ -> sender.apply(reports.getLast()));
    }

    static AttemptFinished unreportable(AttemptFinished event, Throwable refusal) {
        LOG.atError()
                .addKeyValue("attempt", event.attempt())
                .addKeyValue("errorCode", LogCode.REPORT_REFUSED)
                .setCause(refusal)
                .log("Kafka refuses the report of an attempt's end; it is reported as failed");
        return event.with(new Outcome.Failed(FailureKind.CHECK, message(event.outcome()), null));
    }

    private static String message(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded(var outputs, var results, var _, var _) ->
                "its report, with %d output partitions and %d results, is larger than a record may be: write fewer partitions, or smaller results, per attempt"
                        .formatted(outputs.size(), results.size());
            case Outcome.Failed(var kind, var message, var _) ->
                "it failed (%s), and the message is larger than a record may be; it begins: %s"
                        .formatted(kind, ShortText.of(message, SHOWN_CHARACTERS));
        };
    }

    @Override
    public CompletableFuture<Void> log(LogChunk chunk) {
        return publisher.send(Topics.TASK_LOGS, chunk.attempt(), chunk);
    }
}
