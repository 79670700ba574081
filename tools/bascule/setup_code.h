// SPDX-License-Identifier: GPL-3.0-or-later
/* The code of a person of whom only the name is said. */
#pragma once
#include "names.h"

/* "Éloïse-Anne" -> ELOISEANNE, as the page does it (screens/first-day/person.js) */
void setup_person_code(const char *name, char ret_code[CODE_SIZE]);
