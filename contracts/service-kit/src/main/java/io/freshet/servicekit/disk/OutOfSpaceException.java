package io.freshet.servicekit.disk;

import java.io.IOException;

/** Something was not written because too little of the disk would be left, see {@link FreeSpace}. The message says where, and what to do. */
public final class OutOfSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    OutOfSpaceException(String message) {
        super(message);
    }
}
