/** Looking at directories, files and the volumes that they lie on. */
@NullMarked
package io.freshet.watcher.scan;

import org.jspecify.annotations.NullMarked;
