package io.freshet.launcher.dataplane;

import java.io.IOException;

/** Another launcher is just publishing the dataset. */
public final class DatasetBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    DatasetBusyException(String message) {
        super(message);
    }
}
