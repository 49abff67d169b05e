package dev.heddle.servlet;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds its way inside a container's objects, by the names of their fields and of public methods without parameters. */
final class Inside {

    private static final System.Logger LOG = System.getLogger(Inside.class.getName());

    private Inside() {}

    /** Returns what is at the end of the way; null if there is no such way, or nothing at its end. */
    static @Nullable Object follow(Object from, List<String> way) {
        Object at = from;
        for (String name : way) {
            Object next = step(at, name);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    /** Calls a method; answers whether there is one. What it throws is no concern of the caller's. */
    static boolean call(Object owner, String name) {
        Method method = method(owner, name);
        if (method == null) {
            return false;
        }
        invoke(owner, method);
        return true;
    }

    /** Sets a field to null, if there is one. */
    static void clear(Object owner, String name) {
        Field field = field(owner, name);
        if (field != null) {
            try {
                field.set(owner, null);
            } catch (IllegalAccessException e) {
                LOG.log(System.Logger.Level.DEBUG, "A container does not let its field be set", e);
            }
        }
    }

    private static @Nullable Object step(Object at, String name) {
        Method method = method(at, name);
        if (method != null) {
            return invoke(at, method);
        }
        Field field = field(at, name);
        try {
            return field == null ? null : field.get(at);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private static @Nullable Object invoke(Object owner, Method method) {
        try {
            return method.invoke(owner);
        } catch (IllegalAccessException e) {
            return null;
        } catch (InvocationTargetException e) {
            LOG.log(System.Logger.Level.DEBUG, "A method inside of a container threw", e);
            return null;
        }
    }

    private static @Nullable Method method(Object owner, String name) {
        try {
            Method method = owner.getClass().getMethod(name);
            return opens(method) ? method : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static @Nullable Field field(Object owner, String name) {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name) && opens(field)) {
                    return field;
                }
            }
        }
        return null;
    }

    private static boolean opens(AccessibleObject member) {
        return member.trySetAccessible();
    }
}
