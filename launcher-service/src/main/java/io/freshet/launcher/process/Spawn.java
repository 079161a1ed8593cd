package io.freshet.launcher.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes with {@code posix_spawn}: each the leader of a session of its own, with default signal handling, both
 * outputs appended to one file, and no other open file of ours. Costs one exec and no copy of this process.
 */
final class Spawn {
    private static final FunctionDescriptor ON_POINTER =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    private static final FunctionDescriptor ON_POINTERS =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final FunctionDescriptor WITH_SHORT =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_SHORT);
    private static final FunctionDescriptor WITH_INT =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

    private static final MethodHandle SPAWN = Posix.function(
            "posix_spawn",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS));
    private static final MethodHandle ATTRIBUTES = Posix.function("posix_spawnattr_init", ON_POINTER);
    private static final MethodHandle FLAGS = Posix.function("posix_spawnattr_setflags", WITH_SHORT);
    private static final MethodHandle DEFAULTS = Posix.function("posix_spawnattr_setsigdefault", ON_POINTERS);
    private static final MethodHandle MASK = Posix.function("posix_spawnattr_setsigmask", ON_POINTERS);
    private static final MethodHandle EMPTY_SET = Posix.function("sigemptyset", ON_POINTER);
    private static final MethodHandle FULL_SET = Posix.function("sigfillset", ON_POINTER);
    private static final MethodHandle ACTIONS = Posix.function("posix_spawn_file_actions_init", ON_POINTER);
    private static final MethodHandle DESTROY = Posix.function("posix_spawn_file_actions_destroy", ON_POINTER);
    private static final MethodHandle OPEN = Posix.function(
            "posix_spawn_file_actions_addopen",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT));
    private static final MethodHandle DUPLICATE = Posix.function(
            "posix_spawn_file_actions_adddup2",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle DIRECTORY = Posix.function("posix_spawn_file_actions_addchdir_np", ON_POINTERS);
    private static final MethodHandle CLOSE_FROM = Posix.function("posix_spawn_file_actions_addclosefrom_np", WITH_INT);

    /** Room for the library's own structures, which are smaller on every platform. */
    private static final long STRUCTURE_BYTES = 1024;

    private static final short SET_SIGNALS_AND_SESSION = 0x04 | 0x08 | 0x80;
    private static final int READ = 0;
    private static final int WRITE_CREATE_APPEND = 1 | 0x40 | 0x400;
    private static final int OWNER_WRITES_GROUP_READS = 0640;
    private static final int FIRST_OTHER_FILE = 3;

    /** Nothing to read. */
    static final int NO_INPUT = -1;

    private static final int THREADS = 4;

    /**
     * What to start.
     *
     * @param arguments the first is the program, an absolute path
     * @param environment the whole of it, each {@code NAME=VALUE}; none of it may come from a task
     * @param input the descriptor of what it reads, or {@link #NO_INPUT}
     * @param isFirst whether it is to be the first process of a PID namespace of its own
     */
    record Request(
            List<String> arguments,
            List<String> environment,
            Path directory,
            Path output,
            int input,
            boolean isFirst) {}

    /** Only what these threads start may not gain rights; for the rest of this process all is as it was. */
    private static final ExecutorService STARTERS = Executors.newFixedThreadPool(
            THREADS,
            task -> Thread.ofPlatform().daemon().name("freshet-spawn").unstarted(() -> {
                try {
                    Posix.renounceNewPrivileges();
                } catch (IOException e) {
                    throw new UncheckedIOException("programs could gain rights that this launcher has not", e);
                }
                task.run();
            }));

    private Spawn() {}

    /**
     * Starts a process and returns its number; it is our child and must be reaped.
     *
     * @throws IOException if it could not be started, with the reason
     */
    static long start(Request request) throws IOException {
        try {
            return STARTERS.submit(() -> request.isFirst() ? spawnFirst(request) : spawn(request))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("starting a process was interrupted");
        } catch (ExecutionException e) {
            throw Posix.checked(Objects.requireNonNull(e.getCause()));
        }
    }

    /** What a thread starts next is in the namespace that was made for it; the thread itself, and all others, stay where they are. */
    private static long spawnFirst(Request request) throws IOException {
        Posix.nextChildIsFirst();
        try {
            return spawn(request);
        } finally {
            Posix.childrenAreHere();
        }
    }

    private static long spawn(Request request) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment actions = arena.allocate(STRUCTURE_BYTES, 16);
            String program = request.arguments().getFirst();
            check("preparing", (int) ACTIONS.invokeExact(actions));
            try {
                fill(arena, actions, request);
                check("starting " + program, (int) SPAWN.invokeExact(
                        number,
                        arena.allocateFrom(program),
                        actions,
                        attributes(arena),
                        array(arena, request.arguments()),
                        array(arena, request.environment())));
            } finally {
                var _ = (int) DESTROY.invokeExact(actions);
            }
            return number.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable e) {
            throw Posix.checked(e);
        }
    }

    private static void fill(Arena arena, MemorySegment actions, Request request) throws Throwable {
        if (request.input() == NO_INPUT) {
            check("input", (int) OPEN.invokeExact(actions, 0, arena.allocateFrom("/dev/null"), READ, 0));
        } else {
            check("input", (int) DUPLICATE.invokeExact(actions, request.input(), 0));
        }
        check("output", (int) OPEN.invokeExact(
                actions,
                1,
                arena.allocateFrom(request.output().toString()),
                WRITE_CREATE_APPEND,
                OWNER_WRITES_GROUP_READS));
        check("output", (int) DUPLICATE.invokeExact(actions, 1, 2));
        check("directory", (int) DIRECTORY.invokeExact(
                actions, arena.allocateFrom(request.directory().toString())));
        check("files", (int) CLOSE_FROM.invokeExact(actions, FIRST_OTHER_FILE));
    }

    private static MemorySegment attributes(Arena arena) throws Throwable {
        MemorySegment attributes = arena.allocate(STRUCTURE_BYTES, 16);
        MemorySegment signals = arena.allocate(STRUCTURE_BYTES, 16);
        check("attributes", (int) ATTRIBUTES.invokeExact(attributes));
        check("signals", (int) EMPTY_SET.invokeExact(signals));
        check("signals", (int) MASK.invokeExact(attributes, signals));
        check("signals", (int) FULL_SET.invokeExact(signals));
        check("signals", (int) DEFAULTS.invokeExact(attributes, signals));
        check("session", (int) FLAGS.invokeExact(attributes, SET_SIGNALS_AND_SESSION));
        return attributes;
    }

    private static MemorySegment array(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        array.setAtIndex(ValueLayout.ADDRESS, texts.size(), MemorySegment.NULL);
        return array;
    }

    private static void check(String step, int error) throws IOException {
        if (error != 0) {
            throw new IOException("%s failed: errno %d (%s)".formatted(step, error, meaning(error)));
        }
    }

    private static String meaning(int error) {
        return switch (error) {
            case 1, 13 -> "not permitted";
            case 2 -> "no such file";
            case 7 -> "arguments and environment are too long";
            case 11 -> "no more processes are allowed";
            case 12 -> "out of memory";
            case 28 -> "no space left";
            default -> "see errno(3)";
        };
    }
}
