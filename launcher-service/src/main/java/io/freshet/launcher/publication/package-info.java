/** Publishing accepted versions: per dataset and in order, tried again where it fails, and looked after when it is done. */
@NullMarked
package io.freshet.launcher.publication;

import org.jspecify.annotations.NullMarked;
