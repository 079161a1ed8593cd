/** How the service is put together, and with what settings. */
@NullMarked
package io.freshet.audit.config;

import org.jspecify.annotations.NullMarked;
