/* load.c - what is done once, when Java loads the library. */
#include "callbacks.h"
#include "classes.h"
#include "failure.h"

jclass dlopt_java_class(JNIEnv* jenv, const char* name) {
  jclass found = (*jenv)->FindClass(jenv, name);
  return found ? (*jenv)->NewGlobalRef(jenv, found) : NULL;
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void* reserved) {
  (void)reserved;
  JNIEnv* jenv = NULL;
  if ((*vm)->GetEnv(vm, (void**)&jenv, JNI_VERSION_1_8) != JNI_OK) return JNI_ERR;
  return dlopt_java_failure_init(jenv) && dlopt_java_callbacks_init(vm, jenv) ? JNI_VERSION_1_8 : JNI_ERR;
}
