package io.freshet.launcher.process;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The wrapper of an attempt, which leads the process group of everything the attempt started. Its group is signalled only while the
 * number is surely still its own. Thread-safe.
 */
sealed interface RunningProcess {
    long number();

    /** Signals what the attempt started; nothing if the wrapper has ended. */
    void signal(int signal) throws IOException;

    /**
     * Waits until the wrapper has ended, and ends what it left. When it returns nothing of the attempt lives any more. May be called again
     * after a failure.
     *
     * @throws IOException if something cannot be ended
     */
    ResourceUsage await() throws IOException;

    /** Ends what an attempt left. */
    @FunctionalInterface
    interface Leftovers {
        /**
         * @param leader the wrapper, which has ended
         */
        void end(ProcessStat leader) throws IOException;
    }

    /**
     * What is known when it has ended.
     *
     * @param cpuMillis null if that is not known
     * @param peakMemoryBytes null if that is not known
     */
    record ResourceUsage(
            int status, @Nullable Long cpuMillis, @Nullable Long peakMemoryBytes) {
        static final ResourceUsage UNKNOWN = new ResourceUsage(0, null, null);
    }

    /** One that this launcher started: until it is reaped its number belongs to nobody else. */
    final class Child implements RunningProcess {
        private final long number;
        private final boolean alone;
        private final Leftovers leftovers;
        private Posix.@Nullable ChildEnd end;
        private @Nullable ProcessStat ended;

        /**
         * @param alone whether its attempt has a PID namespace of its own, so that nothing can be left once the wrapper has seen its end
         */
        Child(long number, boolean alone, Leftovers leftovers) {
            this.number = number;
            this.alone = alone;
            this.leftovers = leftovers;
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public synchronized void signal(int signal) throws IOException {
            if (end == null) {
                Posix.kill(-number, signal);
            }
        }

        @Override
        public ResourceUsage await() throws IOException {
            Posix.ChildEnd how = reaped();
            if (!alone || !how.exited()) {
                leftovers.end(leader());
            }
            return new ResourceUsage(how.status(), how.cpuMillis(), peak(how.peakMemoryBytes()));
        }

        private Posix.ChildEnd reaped() throws IOException {
            if (!isReaped()) {
                Posix.awaitEnd(number);
            }
            synchronized (this) {
                if (end == null) {
                    ended = ProcFs.process(number).orElseThrow();
                    Posix.kill(-number, Posix.SIGKILL);
                    end = Posix.reap(number);
                }
                return end;
            }
        }

        private synchronized boolean isReaped() {
            return end != null;
        }

        private synchronized ProcessStat leader() {
            return Objects.requireNonNull(ended);
        }

        /** The kernel counts the memory of the launcher at the start as the child's own, so only what is more is surely the attempt's. */
        private static @Nullable Long peak(long reported) throws IOException {
            return reported > ProcFs.ownPeakBytes() ? reported : null;
        }
    }

    /** One that an earlier launcher started: somebody else reaps it. */
    final class Adopted implements RunningProcess {
        private final ProcessStat process;
        private final Leftovers leftovers;

        Adopted(ProcessStat process, Leftovers leftovers) {
            this.process = process;
            this.leftovers = leftovers;
        }

        @Override
        public long number() {
            return process.number();
        }

        @Override
        public void signal(int signal) throws IOException {
            if (isAlive()) {
                Posix.kill(-process.number(), signal);
            } else if (signal == Posix.SIGKILL) {
                leftovers.end(process);
            }
        }

        @Override
        public ResourceUsage await() throws IOException {
            int descriptor = Posix.openProcess(process.number());
            if (descriptor >= 0) {
                try {
                    if (isAlive()) {
                        Posix.awaitProcess(descriptor);
                    }
                } finally {
                    Posix.close(descriptor);
                }
            }
            leftovers.end(process);
            return ResourceUsage.UNKNOWN;
        }

        boolean isAlive() throws IOException {
            return ProcFs.process(process.number())
                    .filter(now -> now.isAlive() && now.startTicks() == process.startTicks())
                    .isPresent();
        }
    }
}
