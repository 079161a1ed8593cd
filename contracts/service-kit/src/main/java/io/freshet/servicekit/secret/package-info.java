/** Secrets that a service is given, and that workflows name. */
@NullMarked
package io.freshet.servicekit.secret;

import org.jspecify.annotations.NullMarked;
