package io.freshet.servicekit.posix;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** How functions of the C library are found and called, and where they leave {@code errno}. */
final class CLibrary {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private CLibrary() {}

    /** The function; its first argument is the {@link #state}. */
    static MethodHandle function(String name, FunctionDescriptor type) {
        return link(name, type, List.of());
    }

    /** A function whose arguments from {@code fixed} on are variadic. */
    static MethodHandle variadic(String name, int fixed, FunctionDescriptor type) {
        return link(name, type, List.of(Linker.Option.firstVariadicArg(fixed)));
    }

    @SuppressWarnings("restricted") // the signatures are those of the library's headers
    private static MethodHandle link(String name, FunctionDescriptor type, List<Linker.Option> further) {
        List<Linker.Option> options = new ArrayList<>(further);
        options.add(ERRNO);
        MemorySegment symbol = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "the C library has no %s: Freshet needs Linux with glibc 2.34 or newer".formatted(name)));
        return LINKER.downcallHandle(symbol, type, options.toArray(Linker.Option[]::new));
    }

    static MemorySegment state(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    static int errno(MemorySegment state) {
        return (int) ERRNO_VALUE.get(state, 0L);
    }

    /** A text that C understands: the bytes and a zero. */
    static MemorySegment text(Arena arena, byte[] bytes) {
        MemorySegment text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }

    /** An exception of the code around a call is passed on; a call itself throws none. */
    static IOException thrown(Throwable failure) {
        return switch (failure) {
            case IOException expected -> expected;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            default -> throw new IllegalStateException(failure);
        };
    }
}
