package io.freshet.launcher.process;

import io.freshet.servicekit.time.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Ends what an attempt has left running where it had no namespace of its own: its process group, its session, their descendants, whoever
 * was given the attempt's name, and, if this launcher is where orphans go, orphans that nobody else can have started.
 */
final class ProcessSweep {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Backoff BACKOFF = Backoff.ofMillis(1, 100);

    private final long launcher;
    private final long launcherSession;
    private final boolean adoptsOrphans;

    /**
     * @param adoptsOrphans whether processes whose parent has ended become children of this launcher
     */
    ProcessSweep(boolean adoptsOrphans) throws IOException {
        ProcessStat own = ProcFs.process(ProcessHandle.current().pid()).orElseThrow();
        this.launcher = own.number();
        this.launcherSession = own.session();
        this.adoptsOrphans = adoptsOrphans;
    }

    /**
     * What is searched for.
     *
     * @param leader the wrapper, which has ended, and whose number was that of its group and session
     * @param ownNumber whether the leader's number cannot have been given to another process since
     * @param isOthers whether a process is the wrapper of another attempt
     * @param othersRun whether an attempt of this name, another one, runs
     */
    record Target(
            String attempt,
            ProcessStat leader,
            boolean ownNumber,
            LongPredicate isOthers,
            Predicate<String> othersRun) {
        private boolean isLed(ProcessStat process) {
            return ownNumber && (process.group() == leader.number() || process.session() == leader.number());
        }
    }

    /**
     * Returns when nothing is left.
     *
     * @throws IOException if something is left after half a minute: it cannot be ended
     */
    void end(Target target) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        List<ProcessStat> left = left(target);
        for (int looked = 1; !left.isEmpty(); looked++) {
            for (ProcessStat process : left) {
                Posix.kill(process.number(), Posix.SIGKILL);
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("attempt %s left processes that cannot be ended: %s"
                        .formatted(
                                target.attempt(),
                                left.stream().map(ProcessStat::number).toList()));
            }
            LockSupport.parkNanos(BACKOFF.pause(looked).toNanos());
            left = left(target);
        }
    }

    private List<ProcessStat> left(Target target) throws IOException {
        List<ProcessStat> candidates = ProcFs.processes().stream()
                .filter(process -> process.startTicks() >= target.leader().startTicks() && process.number() != launcher)
                .toList();
        reapOrphans(candidates, target);
        Set<Long> members = new HashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ProcessStat process : candidates) {
                if (!members.contains(process.number()) && belongs(process, target, members)) {
                    members.add(process.number());
                    grown = true;
                }
            }
        }
        return candidates.stream()
                .filter(process -> process.isAlive() && members.contains(process.number()))
                .toList();
    }

    private boolean belongs(ProcessStat process, Target target, Set<Long> members) {
        return target.isLed(process)
                || members.contains(process.parent())
                || ProcFs.hasVariable(process.number(), "FRESHET_ATTEMPT", target.attempt())
                || isStray(process, target);
    }

    /** A child of ours that we did not start ourselves, in a session that is neither ours nor another attempt's. */
    private boolean isStray(ProcessStat process, Target target) {
        return adoptsOrphans
                && process.parent() == launcher
                && process.session() != launcherSession
                && !target.isOthers().test(process.number())
                && !target.isOthers().test(process.session())
                && ProcFs.variable(process.number(), "FRESHET_ATTEMPT")
                        .filter(target.othersRun())
                        .isEmpty();
    }

    private void reapOrphans(List<ProcessStat> candidates, Target target) throws IOException {
        for (ProcessStat process : candidates) {
            if (adoptsOrphans
                    && process.state() == 'Z'
                    && process.parent() == launcher
                    && process.session() != launcherSession
                    && !target.isOthers().test(process.number())) {
                Posix.reap(process.number());
            }
        }
    }
}
