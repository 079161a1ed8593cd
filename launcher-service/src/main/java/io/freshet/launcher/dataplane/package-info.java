/** Content-addressed storage as plain directories: objects, manifests, action results, attempt views, and what is published from them. */
@NullMarked
package io.freshet.launcher.dataplane;

import org.jspecify.annotations.NullMarked;
