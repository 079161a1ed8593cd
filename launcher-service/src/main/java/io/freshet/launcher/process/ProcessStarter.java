package io.freshet.launcher.process;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.dataplane.AttemptView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Starts the wrappers of commands, and ends what commands leave running, of which neither may take the other's for its own. Thread-safe. */
final class ProcessStarter {
    private static final String SHELL = "/bin/sh";
    /** Whatever runs before a command has its identity sees these, and nothing of the task's. */
    private static final String WRAPPER_PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

    private final ProcessSettings settings;
    private final ProcessIdentities identities;
    private final ProcessSpace space;
    private final ProcessSweep sweep;
    private final Map<String, RunningProcess> running;
    /** Held for writing while left processes are searched for, so that one that is just being started is not taken for one. */
    private final ReadWriteLock starting = new ReentrantReadWriteLock();

    /**
     * @param running by attempt; what is started is put there
     * @throws IOException if the processes of this machine cannot be looked at
     */
    ProcessStarter(
            ProcessSettings settings,
            ProcessIdentities identities,
            ProcessSpace space,
            Map<String, RunningProcess> running)
            throws IOException {
        this.settings = settings;
        this.identities = identities;
        this.space = space;
        this.sweep = new ProcessSweep(!space.isOwn());
        this.running = running;
    }

    /**
     * What is started.
     *
     * @param program the file of the command's program
     * @param claim of this start
     * @param at when it is
     */
    record Start(
            LaunchAttempt launch, AttemptView view, ProcessIdentity identity, String program, Path claim, Instant at) {}

    /**
     * Starts it.
     *
     * @throws IOException if there is no such process now
     */
    RunningProcess start(Start start, TaskEnvironment environment) throws IOException {
        return start(
                start.launch().attempt(),
                arguments(start),
                environment,
                new Places(start.view().code(), start.view().log()));
    }

    private List<String> arguments(Start start) {
        List<String> command = start.launch().work().run().command();
        List<String> switching = new ArrayList<>(space.beforeCommand());
        switching.addAll(identities.privileges().prefix(start.identity(), space));
        List<String> arguments = new ArrayList<>(space.beforeWrapper());
        arguments.addAll(List.of(
                SHELL,
                settings.script().toString(),
                start.claim().toString(),
                start.view().records().resolve("exit").toString(),
                start.at().toString(),
                switching.isEmpty() ? "own" : "other",
                space.kind().word()));
        arguments.addAll(switching);
        if (!switching.isEmpty()) {
            arguments.addAll(List.of(SHELL, "-s", "--"));
        }
        arguments.add(start.program());
        arguments.addAll(command.subList(1, command.size()));
        return arguments;
    }

    /** Where a process works and where its output goes. */
    private record Places(Path directory, Path output) {}

    private RunningProcess start(String attempt, List<String> arguments, TaskEnvironment environment, Places places)
            throws IOException {
        int input = Posix.memoryFile(EnvironmentScript.of(environment.bytes()));
        starting.readLock().lock();
        try {
            long number = Spawn.start(new Spawn.Request(
                    arguments,
                    List.of(WRAPPER_PATH, "FRESHET_ATTEMPT=" + attempt),
                    places.directory(),
                    places.output(),
                    input,
                    space.isLauncherMade()));
            RunningProcess process =
                    new RunningProcess.Child(number, space.isOwn(), leader -> endLeftovers(attempt, leader, true));
            running.put(attempt, process);
            return process;
        } finally {
            starting.readLock().unlock();
            Posix.close(input);
        }
    }

    /** Ends what the process of an attempt left running when it ended. */
    void endLeftovers(String attempt, ProcessStat leader, boolean ownNumber) throws IOException {
        starting.writeLock().lock();
        try {
            sweep.end(new ProcessSweep.Target(
                    attempt,
                    leader,
                    ownNumber,
                    number -> isAnother(attempt, number),
                    other -> !other.equals(attempt) && running.containsKey(other)));
        } finally {
            starting.writeLock().unlock();
        }
    }

    private boolean isAnother(String attempt, long number) {
        return running.entrySet().stream()
                .anyMatch(entry ->
                        !entry.getKey().equals(attempt) && entry.getValue().number() == number);
    }
}
