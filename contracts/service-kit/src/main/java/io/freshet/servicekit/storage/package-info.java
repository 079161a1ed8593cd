/** The storage root that services share, and content-addressed files in it. */
@NullMarked
package io.freshet.servicekit.storage;

import org.jspecify.annotations.NullMarked;
