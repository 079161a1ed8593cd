package io.freshet.scheduler.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An outbox in memory. */
final class MemoryOutbox implements Outbox {
    private final List<OutboxRow> rows = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private long next = 1;
    private boolean leased;
    private int refusals;

    synchronized void commit(String key) {
        rows.add(new OutboxRow(next++, "topic", key, null, null, null));
        notifyAll();
    }

    synchronized int unsent() {
        return rows.size();
    }

    synchronized void leaseToOther() {
        leased = true;
    }

    synchronized void endLeaseOfOther() {
        leased = false;
    }

    synchronized boolean isLeased() {
        return leased;
    }

    synchronized int refusals() {
        return refusals;
    }

    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public synchronized Backlog backlog() {
        return new Backlog(Duration.ZERO, refused.size(), refused.stream().reduce((first, last) -> last));
    }

    @Override
    public synchronized Optional<Lease> tryLease() {
        if (leased) {
            refusals++;
            return Optional.empty();
        }
        leased = true;
        return Optional.of(new MemoryLease());
    }

    private final class MemoryLease implements Lease {
        @Override
        public List<OutboxRow> unsent(int limit) {
            synchronized (MemoryOutbox.this) {
                return rows.stream().limit(limit).toList();
            }
        }

        @Override
        public String outbox() {
            return "memory";
        }

        @Override
        public void markSent(List<OutboxRow> sent) {
            synchronized (MemoryOutbox.this) {
                rows.removeAll(sent);
            }
        }

        @Override
        public void markRefused(OutboxRow row, String error) {
            synchronized (MemoryOutbox.this) {
                rows.remove(row);
                refused.add(row.key());
            }
        }

        @Override
        public void purge(Duration kept) {
            // What was sent is gone already.
        }

        @Override
        public boolean awaitCommit(Duration limit) {
            synchronized (MemoryOutbox.this) {
                try {
                    if (rows.isEmpty()) {
                        MemoryOutbox.this.wait(limit.toMillis());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return !rows.isEmpty();
            }
        }

        @Override
        public void close() {
            endLeaseOfOther();
        }
    }

    /** Keeps the keys that were sent. */
    static final class MemorySender implements RecordSender {
        private final List<String> sent = new ArrayList<>();
        private final List<String> poison = new ArrayList<>();
        private final List<String> written = new ArrayList<>();
        private int failures;

        synchronized void refuseAlways(String key) {
            poison.add(key);
        }

        /** What the sender before had sent, as the log says. */
        synchronized void hasWrittenBefore(String key) {
            written.add(key);
        }

        synchronized void failNext(int times) {
            failures = times;
        }

        synchronized List<String> sent() {
            return List.copyOf(sent);
        }

        @Override
        public synchronized List<OutboxRow> writtenBefore(List<OutboxRow> rows) {
            return rows.stream().filter(row -> written.contains(row.key())).toList();
        }

        @Override
        public synchronized void send(List<OutboxRow> rows) {
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("the broker is down");
            }
            if (rows.stream().map(OutboxRow::key).anyMatch(poison::contains)) {
                throw new RefusedRecordException(new IllegalArgumentException("too large"));
            }
            rows.forEach(row -> sent.add(row.key()));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
