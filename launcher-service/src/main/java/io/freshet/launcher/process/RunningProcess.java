package io.freshet.launcher.process;

import java.io.IOException;

/**
 * The wrapper of an attempt, which leads the process group of everything the attempt started. Its group is signalled only while the
 * number is surely still its own. Thread-safe.
 */
sealed interface RunningProcess {
    long number();

    /** Signals everything the attempt started; nothing if the wrapper has ended. */
    void signal(int signal) throws IOException;

    /** Waits until the wrapper has ended, and ends what it left. */
    Used await() throws IOException;

    /**
     * What is known when it has ended.
     *
     * @param cpuMillis negative if that is not known
     * @param peakMemoryBytes 0 if that is not known
     */
    record Used(int status, long cpuMillis, long peakMemoryBytes) {
        static final Used UNKNOWN = new Used(0, -1, 0);
    }

    /** One that this launcher started: until it is reaped its number belongs to nobody else. */
    final class Child implements RunningProcess {
        private final long number;
        private boolean reaped;

        Child(long number) {
            this.number = number;
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public synchronized void signal(int signal) throws IOException {
            if (!reaped) {
                Posix.kill(-number, signal);
            }
        }

        @Override
        public Used await() throws IOException {
            Posix.awaitEnd(number);
            synchronized (this) {
                Posix.kill(-number, Posix.SIGKILL);
                reaped = true;
                Posix.ChildEnd end = Posix.reap(number);
                return new Used(end.status(), end.cpuMillis(), peak(end.peakMemoryBytes()));
            }
        }

        /** The kernel counts the memory of the launcher at the start as the child's own, so only what is more is surely the attempt's. */
        private static long peak(long told) throws IOException {
            return told > Machine.ownPeakBytes() ? told : 0;
        }
    }

    /** One that an earlier launcher started: somebody else reaps it. */
    final class Adopted implements RunningProcess {
        private final ProcessStat process;
        private final String attempt;

        Adopted(ProcessStat process, String attempt) {
            this.process = process;
            this.attempt = attempt;
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
                endLeftovers();
            }
        }

        @Override
        public Used await() throws IOException {
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
            endLeftovers();
            return Used.UNKNOWN;
        }

        boolean isAlive() throws IOException {
            return Machine.process(process.number())
                    .filter(now -> now.isAlive() && now.startTicks() == process.startTicks())
                    .isPresent();
        }

        /** The group may outlive its leader, and then its number says little: only who was told this attempt's name is of it. */
        void endLeftovers() throws IOException {
            for (ProcessStat other : Machine.processes()) {
                if (other.group() == process.number()
                        && Machine.hasVariable(other.number(), "FRESHET_ATTEMPT", attempt)) {
                    Posix.kill(other.number(), Posix.SIGKILL);
                }
            }
        }
    }
}
