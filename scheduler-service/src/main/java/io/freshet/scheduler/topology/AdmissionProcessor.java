package io.freshet.scheduler.topology;

import io.freshet.contracts.error.LogCode;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.scheduler.admission.AdmissionInput;
import io.freshet.scheduler.admission.IsolatedAdmission;
import io.freshet.scheduler.admission.Rejection;
import io.freshet.servicekit.decision.StoreFailedException;
import io.freshet.servicekit.streams.CommitGate;
import io.freshet.servicekit.streams.RejectedRecordException;
import io.freshet.servicekit.streams.WallClockTimer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what arrives to {@link IsolatedAdmission}, and wakes it when something is due. The record about which nothing could be decided
 * goes to the dead letters. One thread.
 */
final class AdmissionProcessor implements Processor<String, AdmissionInput, String, byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionProcessor.class);

    private final int defaultSlots;
    private final boolean sharesSlots;
    private @Nullable Running running;

    AdmissionProcessor(int defaultSlots, boolean sharesSlots) {
        this.defaultSlots = defaultSlots;
        this.sharesSlots = sharesSlots;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        try {
            running = new Running(context, defaultSlots, sharesSlots);
        } catch (StoreFailedException e) {
            throw e.failure();
        }
        running.sleep();
    }

    @Override
    public void process(Record<String, AdmissionInput> record) {
        if (running == null) {
            throw new IllegalStateException("a record before init");
        }
        running.take(record.value(), Instant.ofEpochMilli(record.timestamp()));
    }

    @Override
    public void close() {
        if (running != null) {
            running.unit.close();
        }
    }

    /** From init to close. */
    private static final class Running {
        private final ProcessorContext<String, byte[]> context;
        private final AdmissionUnit unit;
        private final IsolatedAdmission admission;
        private final CommitGate commits;
        private final WallClockTimer alarm;

        Running(ProcessorContext<String, byte[]> context, int defaultSlots, boolean sharesSlots) {
            this.context = context;
            this.unit = new AdmissionUnit(context);
            this.admission = new IsolatedAdmission(unit, defaultSlots, sharesSlots, Running::logGivenUp, now());
            this.commits = new CommitGate(context);
            this.alarm = new WallClockTimer(context, this::wake);
        }

        void take(AdmissionInput input, Instant written) {
            Instant now = now();
            unit.begin(now.toEpochMilli());
            Optional<Rejection> rejection;
            try {
                rejection = admission.apply(input, now);
            } catch (StoreFailedException e) {
                throw e.failure();
            }
            end(written);
            if (rejection.isPresent()) {
                throw new RejectedRecordException(
                        rejection.get().message(), rejection.get().failure());
            }
        }

        private void wake() {
            Instant now = now();
            unit.begin(now.toEpochMilli());
            try {
                admission.proceed(now);
            } catch (StoreFailedException e) {
                throw e.failure();
            }
            end(now);
        }

        private void end(Instant cause) {
            if (unit.emitted()) {
                commits.emitted(cause);
            }
            sleep();
        }

        /** Sets the alarm to when admission is due. */
        void sleep() {
            alarm.set(admission.nextDue().orElse(null));
        }

        private Instant now() {
            return Instant.ofEpochMilli(context.currentSystemTimeMs());
        }

        private static void logGivenUp(TaskReady ready, boolean reported, Throwable failure) {
            LOG.atError()
                    .addKeyValue("namespace", ready.instance().namespace())
                    .addKeyValue("workflow", ready.instance().workflowRef())
                    .addKeyValue("attempt", ready.attempt())
                    .addKeyValue("run", ready.run())
                    .addKeyValue("reported", reported)
                    .addKeyValue("errorCode", LogCode.ATTEMPT_GIVEN_UP)
                    .setCause(failure)
                    .log("Admission cannot launch an attempt and goes on without it");
        }
    }
}
