/**
 * File operations by descriptor, for directories in which somebody else may rename, link and replace while we work: what was opened
 * and looked at is what is read, changed or removed. Linux with glibc 2.34 or newer; calls of the C library without native code of ours.
 */
@NullMarked
package io.freshet.servicekit.posix;

import org.jspecify.annotations.NullMarked;
