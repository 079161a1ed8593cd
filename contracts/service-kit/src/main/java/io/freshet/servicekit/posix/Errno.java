package io.freshet.servicekit.posix;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The error numbers that are distinguished, and the exceptions that Java has for them. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int EDQUOT = 122;

    private Errno() {}

    /**
     * @param call what was tried
     * @param file on what
     */
    static FileSystemException exception(String call, String file, int errno) {
        return switch (errno) {
            case ENOENT -> new NoSuchFileException(file);
            case EEXIST -> new FileAlreadyExistsException(file);
            case EACCES, EPERM -> new AccessDeniedException(file, null, call + " is not permitted");
            case ENOTDIR -> new NotDirectoryException(file);
            case ENOTEMPTY -> new DirectoryNotEmptyException(file);
            case ELOOP -> new FileSystemException(file, null, "it is a symbolic link, which is not followed");
            case ENOSPC -> new FileSystemException(file, null, "No space left on device");
            case EDQUOT -> new FileSystemException(file, null, "Disk quota exceeded");
            case EROFS -> new FileSystemException(file, null, "Read-only file system");
            default -> new FileSystemException(file, null, "%s failed with errno %d".formatted(call, errno));
        };
    }
}
