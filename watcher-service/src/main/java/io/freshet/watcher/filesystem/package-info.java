/** Looking at directories: kernel notifications, scans, hashing, and what each dataset's watch does with them. */
@NullMarked
package io.freshet.watcher.filesystem;

import org.jspecify.annotations.NullMarked;
