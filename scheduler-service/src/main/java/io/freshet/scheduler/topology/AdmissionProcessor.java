package io.freshet.scheduler.topology;

import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.error.LogCode;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.scheduler.admission.AdmissionInput;
import io.freshet.scheduler.admission.AdmissionPolicy;
import io.freshet.scheduler.admission.IsolatedAdmission;
import io.freshet.scheduler.admission.QueueQuery;
import io.freshet.scheduler.admission.Rejection;
import io.freshet.servicekit.decision.StoreFailedException;
import io.freshet.servicekit.streams.CommitGate;
import io.freshet.servicekit.streams.RejectedRecordException;
import io.freshet.servicekit.streams.WallClockTimer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what arrives to {@link IsolatedAdmission}, and wakes it when something is due. The record about which nothing could be decided
 * goes to the dead letters. One thread decides; others may look at what waits meanwhile, between two decisions.
 */
final class AdmissionProcessor implements Processor<String, AdmissionInput, String, byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionProcessor.class);

    private final AdmissionPolicy policy;
    private final LiveQueues queues;
    private @Nullable Running running;

    AdmissionProcessor(AdmissionPolicy policy, LiveQueues queues) {
        this.policy = policy;
        this.queues = queues;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        try {
            running = new Running(context, policy);
        } catch (StoreFailedException e) {
            throw e.failure();
        }
        running.sleep();
        queues.opened(running.partition(), running);
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
            queues.closed(running.partition(), running);
            running.close();
        }
    }

    /** From init to close. */
    private static final class Running implements LiveQueues.Source {
        /** What is decided with, and what is looked at, is not to be seen half changed. */
        private final ReentrantLock lock = new ReentrantLock();

        private final ProcessorContext<String, byte[]> context;
        private final AdmissionUnit unit;
        private final IsolatedAdmission admission;
        private final CommitGate commits;
        private final WallClockTimer alarm;
        private boolean closed;

        Running(ProcessorContext<String, byte[]> context, AdmissionPolicy policy) {
            this.context = context;
            this.unit = new AdmissionUnit(context);
            this.admission = new IsolatedAdmission(unit, policy, Running::logGivenUp, now());
            this.commits = new CommitGate(context);
            this.alarm = new WallClockTimer(context, this::wake);
        }

        void take(AdmissionInput input, Instant written) {
            Instant now = now();
            Optional<Rejection> rejection;
            lock.lock();
            try {
                unit.begin(now.toEpochMilli());
                rejection = admission.apply(input, now);
            } catch (StoreFailedException e) {
                throw e.failure();
            } finally {
                lock.unlock();
            }
            end(written);
            if (rejection.isPresent()) {
                throw new RejectedRecordException(
                        rejection.get().message(), rejection.get().failure());
            }
        }

        private void wake() {
            Instant now = now();
            lock.lock();
            try {
                unit.begin(now.toEpochMilli());
                admission.proceed(now);
            } catch (StoreFailedException e) {
                throw e.failure();
            } finally {
                lock.unlock();
            }
            end(now);
        }

        int partition() {
            return context.taskId().partition();
        }

        @Override
        public Optional<QueueInfo> queue(String namespace, QueueQuery query, Instant now) {
            return look(() -> admission.queue(namespace, query, now));
        }

        @Override
        public List<QueueInfo.PoolUse> pools(Instant now) {
            return look(() -> admission.pools(now)).orElse(List.of());
        }

        /** Empty once it is closed. */
        private <T> Optional<T> look(Supplier<T> what) {
            lock.lock();
            try {
                if (closed) {
                    return Optional.empty();
                }
                Optional<T> seen = Optional.of(what.get());
                // What was read for this is no part of the next decision.
                unit.rollback();
                return seen;
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                closed = true;
                unit.close();
            } finally {
                lock.unlock();
            }
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
