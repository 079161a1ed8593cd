package io.freshet.launcher.process;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The calls of the C library that Java has no equal for. The library is that of Linux (glibc 2.34 or newer). Thread-safe.
 *
 * <p>Processes started here are unknown to Java, which therefore does not take their status away, and their arguments and environment are
 * the bytes they were given, whatever the locale of this process.
 */
final class Posix {
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle KILL = capturing("kill", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle WAITID = capturing("waitid", FunctionDescriptor.of(INT, INT, INT, POINTER, INT));
    private static final MethodHandle WAIT4 =
            capturing("wait4", FunctionDescriptor.of(INT, INT, POINTER, INT, POINTER));
    private static final MethodHandle SYSCALL =
            capturing("syscall", FunctionDescriptor.of(LONG, LONG, INT, INT), Linker.Option.firstVariadicArg(1));
    private static final MethodHandle PRCTL = capturing(
            "prctl", FunctionDescriptor.of(INT, INT, LONG, LONG, LONG, LONG), Linker.Option.firstVariadicArg(1));
    private static final MethodHandle MEMFD_CREATE =
            capturing("memfd_create", FunctionDescriptor.of(INT, POINTER, INT));
    private static final MethodHandle POLL = capturing("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT));
    private static final MethodHandle UNSHARE = capturing("unshare", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle SETNS = capturing("setns", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle OPEN =
            capturing("open", FunctionDescriptor.of(INT, POINTER, INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = capturing("close", FunctionDescriptor.of(INT, INT));

    private static final int ESRCH = 3;
    private static final int EINTR = 4;
    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final long PIDFD_OPEN = 434;
    private static final short POLLIN = 1;
    private static final int SIGINFO_BYTES = 128;
    private static final int RUSAGE_BYTES = 144;
    private static final int NATIVE_STATUS_SHIFT = 8;
    private static final int SIGNAL_MASK = 0x7f;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int MFD_CLOEXEC = 1;
    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWPID = 0x20000000;

    private Posix() {}

    /**
     * What a child used.
     *
     * @param status that it exited with
     * @param exited whether it ended by itself, and not by a signal
     */
    record ChildEnd(int status, boolean exited, long cpuMillis, long peakMemoryBytes) {}

    /**
     * Signals a process, or for a negative number the process group. A process that is gone is no error.
     *
     * @throws IOException if we may not signal it
     */
    static void kill(long process, int signal) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            if ((int) KILL.invokeExact(state, (int) process, signal) != 0 && errno(state) != ESRCH) {
                throw new IOException("process %d cannot be signalled: errno %d".formatted(process, errno(state)));
            }
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    /** Waits until a child has ended, and leaves it so that its number stays taken. */
    static void awaitEnd(long child) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment information = arena.allocate(SIGINFO_BYTES, 8);
            while ((int) WAITID.invokeExact(state, P_PID, (int) child, information, WEXITED | WNOWAIT) != 0) {
                if (errno(state) != EINTR) {
                    throw new IOException("process %d cannot be waited for: errno %d".formatted(child, errno(state)));
                }
            }
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    /** Takes the status of a child that has ended; its number is free from now on. */
    static ChildEnd reap(long child) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment status = arena.allocate(INT);
            MemorySegment usage = arena.allocate(RUSAGE_BYTES, 8);
            if ((int) WAIT4.invokeExact(state, (int) child, status, 0, usage) < 0) {
                throw new IOException("process %d cannot be waited for: errno %d".formatted(child, errno(state)));
            }
            long micros =
                    (usage.get(LONG, 0) + usage.get(LONG, 16)) * 1_000_000 + usage.get(LONG, 8) + usage.get(LONG, 24);
            int exited = status.get(INT, 0) >> NATIVE_STATUS_SHIFT & 0xff;
            return new ChildEnd(
                    exited, (status.get(INT, 0) & SIGNAL_MASK) == 0, micros / 1_000, usage.get(LONG, 32) * 1024);
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    /**
     * A file descriptor that stands for a process, whoever its parent is; to be closed.
     *
     * @return negative if there is no such process
     */
    static int openProcess(long process) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long descriptor = (long) SYSCALL.invokeExact(state, PIDFD_OPEN, (int) process, 0);
            if (descriptor < 0 && errno(state) != ESRCH) {
                throw new IOException("process %d cannot be watched: errno %d".formatted(process, errno(state)));
            }
            return (int) descriptor;
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    /** Waits until the process that the descriptor stands for has ended. */
    static void awaitProcess(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment request = arena.allocate(8, 8);
            request.set(INT, 0, descriptor);
            request.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            while ((int) POLL.invokeExact(state, request, 1L, -1) < 0) {
                if (errno(state) != EINTR) {
                    throw new IOException("waiting for a process failed: errno %d".formatted(errno(state)));
                }
            }
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    static void close(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            var _ = (int) CLOSE.invokeExact(arena.allocate(CALL_STATE), descriptor);
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    /** Makes this process the parent of those of its descendants whose own parent ends. */
    static void adoptOrphans() throws IOException {
        control(PR_SET_CHILD_SUBREAPER);
    }

    /** From now on no program that this thread starts can have more rights than we, by set-user-ID or otherwise. */
    static void renounceNewPrivileges() throws IOException {
        control(PR_SET_NO_NEW_PRIVS);
    }

    /**
     * The next process that this thread starts is the first one of a new PID namespace; {@link #childrenAreHere} has to follow.
     *
     * @throws IOException if the kernel does not grant that
     */
    static void nextChildIsFirst() throws IOException {
        // From another namespace than our own no new one can be made.
        childrenAreHere();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            if ((int) UNSHARE.invokeExact(state, CLONE_NEWPID) != 0) {
                throw new IOException("a PID namespace cannot be made: errno %d".formatted(errno(state)));
            }
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    /** What this thread starts from now on is in the PID namespace in which we are. */
    static void childrenAreHere() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int own = (int) OPEN.invokeExact(state, arena.allocateFrom("/proc/thread-self/ns/pid"), O_CLOEXEC);
            if (own < 0) {
                throw new IOException("our PID namespace cannot be opened: errno %d".formatted(errno(state)));
            }
            try {
                if ((int) SETNS.invokeExact(state, own, CLONE_NEWPID) != 0) {
                    throw new IOException("our PID namespace cannot be chosen: errno %d".formatted(errno(state)));
                }
            } finally {
                close(own);
            }
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    private static void control(int option) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            if ((int) PRCTL.invokeExact(state, option, 1L, 0L, 0L, 0L) != 0) {
                throw new IOException("prctl %d failed: errno %d".formatted(option, errno(state)));
            }
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    /**
     * A file without a name that holds these bytes, in memory, to be read from its beginning and closed; programs do not inherit it.
     *
     * @return its descriptor
     */
    static int memoryFile(byte[] content) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int descriptor = (int) MEMFD_CREATE.invokeExact(state, arena.allocateFrom("freshet"), MFD_CLOEXEC);
            if (descriptor < 0) {
                throw new IOException("a file in memory cannot be made: errno %d".formatted(errno(state)));
            }
            try {
                Files.write(Path.of("/proc/self/fd/" + descriptor), content);
            } catch (IOException e) {
                close(descriptor);
                throw e;
            }
            return descriptor;
        } catch (Throwable e) {
            throw checked(e);
        }
    }

    /** A function of the C library. */
    @SuppressWarnings("restricted") // the signatures are those of the library's headers
    static MethodHandle function(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(symbol(name), type);
    }

    @SuppressWarnings("restricted") // the signatures are those of the library's headers
    private static MethodHandle capturing(String name, FunctionDescriptor type, Linker.Option... further) {
        Linker.Option[] options =
                Stream.concat(Stream.of(ERRNO), Arrays.stream(further)).toArray(Linker.Option[]::new);
        return LINKER.downcallHandle(symbol(name), type, options);
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup()
                .or(SymbolLookup.loaderLookup())
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "the C library has no %s: the process executor needs Linux with glibc 2.34 or newer"
                                .formatted(name)));
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO_VALUE.get(state, 0L);
    }

    /** An exception of a call itself is passed on; anything else cannot happen. */
    static IOException checked(Throwable failure) {
        return switch (failure) {
            case IOException expected -> expected;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            default -> throw new IllegalStateException(failure);
        };
    }
}
