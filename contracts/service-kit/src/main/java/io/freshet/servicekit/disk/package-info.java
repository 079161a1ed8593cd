/** Files that outlive a power failure: the operations that change a file system, and the one discipline by which they are used. */
@NullMarked
package io.freshet.servicekit.disk;

import org.jspecify.annotations.NullMarked;
