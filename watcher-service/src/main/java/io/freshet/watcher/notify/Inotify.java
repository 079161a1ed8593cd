package io.freshet.watcher.notify;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Linux's inotify(7) itself. The JDK's watch service does not say when a file was closed, which is the one moment at which it is
 * known to be complete. One thread reads; any thread may add and remove.
 */
@SuppressWarnings("restricted") // calls the C library: that is what this class is for
final class Inotify implements AutoCloseable {
    static final int IN_ATTRIB = 0x4;
    static final int IN_CLOSE_WRITE = 0x8;
    static final int IN_MOVED_FROM = 0x40;
    static final int IN_MOVED_TO = 0x80;
    static final int IN_CREATE = 0x100;
    static final int IN_DELETE = 0x200;
    static final int IN_DELETE_SELF = 0x400;
    static final int IN_MOVE_SELF = 0x800;
    static final int IN_UNMOUNT = 0x2000;
    static final int IN_Q_OVERFLOW = 0x4000;
    static final int IN_IGNORED = 0x8000;
    static final int IN_ONLYDIR = 0x0100_0000;
    static final int IN_DONT_FOLLOW = 0x0200_0000;
    static final int IN_EXCL_UNLINK = 0x0400_0000;
    static final int IN_ISDIR = 0x4000_0000;

    static final int EACCES = 13;
    static final int ENOENT = 2;
    static final int ENOTDIR = 20;
    static final int ENOSPC = 28;
    static final int ELOOP = 40;

    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x8_0000;
    private static final short POLLIN = 1;
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int HEADER_BYTES = 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_VALUE =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle INIT =
            function("inotify_init1", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle ADD = function(
            "inotify_add_watch",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle REMOVE = function(
            "inotify_rm_watch",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle EVENTFD = function(
            "eventfd", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle POLL = function(
            "poll",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle READ = function(
            "read",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle WRITE = function(
            "write",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    /** What a read hands over, one call per event, in the kernel's order. */
    @FunctionalInterface
    interface EventSink {
        /**
         * @param watch the watch descriptor, -1 for an overflow
         * @param name of the entry in the watched directory, its bytes; empty if the event is about the directory itself
         */
        void event(int watch, int mask, byte[] name);
    }

    /** The kernel refused, with this errno. */
    static final class InotifyException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int errno;

        InotifyException(String call, int errno) {
            super("%s failed with errno %d".formatted(call, errno));
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    private final int events;
    private final int wakeUp;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final MemorySegment polled = arena.allocate(16, 8);

    private Inotify(int events, int wakeUp) {
        this.events = events;
        this.wakeUp = wakeUp;
        polled.set(ValueLayout.JAVA_INT, 0, events);
        polled.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
        polled.set(ValueLayout.JAVA_INT, 8, wakeUp);
        polled.set(ValueLayout.JAVA_SHORT, 12, POLLIN);
    }

    /**
     * @throws InotifyException if the system allows no further instance
     */
    static Inotify open() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int events = (int) INIT.invokeExact(state, NONBLOCK_CLOEXEC);
            check("inotify_init1", events, state);
            int wakeUp = (int) EVENTFD.invokeExact(state, 0, NONBLOCK_CLOEXEC);
            check("eventfd", wakeUp, state);
            return new Inotify(events, wakeUp);
        } catch (Throwable e) {
            throw known(e);
        }
    }

    /**
     * Watches a directory; a directory that is watched already keeps its descriptor.
     *
     * @throws InotifyException if it cannot be watched
     */
    int add(byte[] path, int mask) throws IOException {
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment state = state(confined);
            MemorySegment name = confined.allocate(path.length + 1L);
            MemorySegment.copy(path, 0, name, ValueLayout.JAVA_BYTE, 0, path.length);
            int watch = (int) ADD.invokeExact(state, events, name, mask);
            check("inotify_add_watch", watch, state);
            return watch;
        } catch (Throwable e) {
            throw known(e);
        }
    }

    /** Watches no more; nothing happens if the kernel has already let it go. */
    void remove(int watch) throws IOException {
        try (Arena confined = Arena.ofConfined()) {
            int _ = (int) REMOVE.invokeExact(state(confined), events, watch);
        } catch (Throwable e) {
            throw known(e);
        }
    }

    /** Waits until there are events or {@link #wakeUp} was called, and hands over those that are there. */
    void read(EventSink sink) throws IOException {
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment state = state(confined);
            int ready = (int) POLL.invokeExact(state, polled, 2L, -1);
            if (ready < 0 && errno(state) != EINTR) {
                throw new InotifyException("poll", errno(state));
            }
            long length = (long) READ.invokeExact(state, events, buffer, (long) BUFFER_BYTES);
            if (length < 0 && errno(state) != EAGAIN && errno(state) != EINTR) {
                throw new InotifyException("read", errno(state));
            }
            decode(length, sink);
        } catch (Throwable e) {
            throw known(e);
        }
    }

    /** Lets a thread that waits in {@link #read} return, now and ever after. */
    void wakeUp() throws IOException {
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment one = confined.allocateFrom(ValueLayout.JAVA_LONG, 1L);
            long _ = (long) WRITE.invokeExact(state(confined), wakeUp, one, 8L);
        } catch (Throwable e) {
            throw known(e);
        }
    }

    /** Only when no thread is in {@link #read} any more. */
    @Override
    public void close() throws IOException {
        try (Arena confined = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(state(confined), events);
            int _ = (int) CLOSE.invokeExact(state(confined), wakeUp);
        } catch (Throwable e) {
            throw known(e);
        }
        arena.close();
    }

    private void decode(long length, EventSink sink) {
        long offset = 0;
        while (offset + HEADER_BYTES <= length) {
            int watch = buffer.get(ValueLayout.JAVA_INT, offset);
            int mask = buffer.get(ValueLayout.JAVA_INT, offset + 4);
            int padded = buffer.get(ValueLayout.JAVA_INT, offset + 12);
            sink.event(watch, mask, name(offset + HEADER_BYTES, padded));
            offset += HEADER_BYTES + padded;
        }
    }

    /** The name without the zero bytes that fill it up. */
    private byte[] name(long offset, int padded) {
        int length = 0;
        while (length < padded && buffer.get(ValueLayout.JAVA_BYTE, offset + length) != 0) {
            length++;
        }
        return buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
    }

    private static MemorySegment state(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO_VALUE.get(state, 0L);
    }

    private static void check(String call, int result, MemorySegment state) throws InotifyException {
        if (result < 0) {
            throw new InotifyException(call, errno(state));
        }
    }

    /** A downcall declares Throwable; all it throws is what we threw. */
    private static IOException known(Throwable failure) {
        return switch (failure) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        };
    }
}
