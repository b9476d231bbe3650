/**
 * Measures Spring's {@code RestClient}, {@code RestTemplate} and {@code WebClient}: {@link
 * dev.stampede.http.spring.SpringHttp}. Loaded by nobody who does not have Spring; {@code WebClient} asks for Reactor too.
 *
 * <p>Spring leaves the network to another client. Here that is the virtual user's OkHttp client, so that every timing is
 * known. Who wants another one under Spring measures that, and gives it to Spring's own adapter of it.
 */
@NullMarked
package dev.stampede.http.spring;

import org.jspecify.annotations.NullMarked;
