package dev.patchbay.tests.coldstart;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.patchbay.rehearsal.RehearsalContext;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.crac.Core;
import org.crac.Resource;

/**
 * The main class of a JVM that holds one function and reads commands, one per line: {@code checkpoint}, {@code restore}, or an event as
 * JSON. The answer to each is a line that begins with {@link #MARK}; for an event it holds the nanoseconds that the handler took and
 * the value that it returned. All other lines are the function's own. A single class, since it is copied beside the function's zip.
 */
public final class RehearsedFunction {
    public static final String MARK = "#done ";

    private RehearsedFunction() {}

    /** @param arguments the handler's class, which is made as Lambda makes it */
    public static void main(String[] arguments) throws Exception {
        // Keeps the original stream: a rehearsal redirects standard output.
        PrintStream out = System.out;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Object handler = Class.forName(arguments[0]).getConstructor().newInstance();
        out.println(MARK + "0 made");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(MARK + answer(handler, line));
        }
    }

    private static String answer(Object handler, String line) throws Exception {
        switch (line) {
            case "checkpoint" -> ((Resource) handler).beforeCheckpoint(Core.getGlobalContext());
            case "restore" -> ((Resource) handler).afterRestore(Core.getGlobalContext());
            default -> {
                return call(handler, line);
            }
        }
        return "0 " + line;
    }

    // The handler is a RequestHandler of its method's parameter type.
    @SuppressWarnings("unchecked")
    private static String call(Object handler, String event) throws IOException {
        Class<?> type = Arrays.stream(handler.getClass().getMethods())
                .filter(method -> method.getName().equals("handleRequest")
                        && method.getParameterCount() == 2
                        && !method.isBridge())
                .map(Method::getParameterTypes)
                .findFirst()
                .orElseThrow()[0];
        PojoSerializer<?> serializer =
                LambdaEventSerializers.serializerFor(type, RehearsedFunction.class.getClassLoader());
        Object input = serializer.fromJson(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
        long start = System.nanoTime();
        Object result = ((RequestHandler<Object, Object>) handler).handleRequest(input, new RehearsalContext());
        long taken = System.nanoTime() - start;
        return taken + " " + result.toString().replace('\n', ' ');
    }
}
