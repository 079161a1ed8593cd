/** How a service starts, answers over HTTP, and stops. */
@NullMarked
package io.freshet.servicekit.service;

import org.jspecify.annotations.NullMarked;
