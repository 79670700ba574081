# SPDX-License-Identifier: GPL-3.0-or-later
# The only build file. `make help` lists what a person may ask for.
# Sources are found by wildcard: a new .c in a room, a new tests/unit/test_*.c or
# tests/fuzz/fuzz_*.c needs no edit here. Two builds never share a folder: B=build/NAME.

B        ?= build
CC       ?= gcc
PKG_CONFIG ?= pkg-config
SAN      ?=
DESTDIR  ?=
PREFIX   ?= /usr
VERSION  := $(shell cat tools/version)
MAKEFLAGS += --no-print-directory

# Without zint, which has no .pc on Debian 12.
PC       := libsystemd libmicrohttpd gnutls libusb-1.0 libgpiod libmodbus sqlite3 jansson inih libsodium libcurl cairo pangocairo zlib minizip
GPIO     := $(shell $(PKG_CONFIG) --atleast-version=2 libgpiod 2>/dev/null && echo 2 || echo 1)
WARN     := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla $(WERROR)
ifeq ($(SAN),)
OPT      := -O2 -g -fPIE -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2
LDOPT    := -pie -Wl,-z,relro,-z,now
else
OPT      := -O1 -g -fno-omit-frame-pointer -fsanitize=$(SAN)
LDOPT    := -fsanitize=$(SAN)
endif
CPPFLAGS += -Iinclude -D_GNU_SOURCE -DBASCULE_VERSION='"$(VERSION)"' $(shell $(PKG_CONFIG) --cflags-only-I $(PC) 2>/dev/null)
CFLAGS    = -std=gnu17 $(OPT) $(WARN) $(EXTRA_CFLAGS)
LIBS     := $(shell $(PKG_CONFIG) --libs $(PC) 2>/dev/null) -lzint -lm -pthread

# One of the two gpio back ends is built: libgpiod 1.6 (Debian 12) and 2.x (Debian 13) share no call.
ROOMS    := core base scale scanner printer panel label people ledger report api desk web
ROOM_SRC := $(filter-out daemon/panel/gpio_v$(if $(filter 2,$(GPIO)),1,2).c,$(wildcard $(ROOMS:%=daemon/%/*.c) daemon/report/reports/*.c daemon/ledger/kinds/*.c))
LIB_OBJ  := $(ROOM_SRC:%.c=$B/obj/%.o) $B/obj/assets.o
CMD_OBJ  := $(patsubst %.c,$B/obj/%.o,$(wildcard tools/bascule/*.c))
SIM_OBJ  := $(patsubst %.c,$B/obj/%.o,$(wildcard tools/sim/*.c)) $B/obj/bench.o
SIM_PAGE := $(sort $(wildcard tools/sim/page/*))
# The load-cell head's portable core, for the host: tests, fuzzing, simulated devices.
HEAD_OBJ := $(patsubst %.c,$B/obj/%.o,$(wildcard firmware/core/*.c))
# The daemon is built once every room that it wires is there.
WIRED    := $(and $(wildcard daemon/main.c),$(wildcard daemon/scanner/scanner.c),$(wildcard daemon/printer/printer.c))
PROGRAMS := $(if $(WIRED),$B/basculed) $(if $(CMD_OBJ),$B/bascule) $(if $(wildcard tools/sim/main.c),$B/bascule-sim)
UNIT     := $(patsubst tests/unit/%.c,$B/unit/%,$(wildcard tests/unit/test_*.c))
UNIT_AUX := $(patsubst %.c,$B/obj/%.o,$(filter-out $(wildcard tests/unit/test_*.c),$(wildcard tests/unit/*.c)))
ASSETS   := $(sort $(wildcard daemon/api/*.json daemon/lang/*/*.json daemon/ledger/catalogue/*.csv daemon/ledger/evidence/* daemon/ledger/schema/*.sql daemon/scale/maps/*.conf) \
              $(shell find daemon/web/page -type f 2>/dev/null))

# The page's pictograms as dots, for labels and sheets: librsvg works here, at build time, and its
# 10 MiB are not in the daemon. Three dots a unit of their drawing: 300 dpi at 12 mm.
PICTOGRAMS := $(patsubst daemon/web/page/pictograms/%.svg,$B/gen/pictograms/%.png,$(sort $(wildcard daemon/web/page/pictograms/*.svg)))

.PHONY: all help
all: $(PROGRAMS)  ## build basculed, bascule and bascule-sim into build/

help:  ## this list
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | expand -t 16

$B/obj/%.o: %.c tools/version
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# Pages, language files, schema and default catalogue are compiled in: no path to get wrong.
$B/gen/assets.S: tools/embed $(ASSETS) $(PICTOGRAMS)
	@mkdir -p $(@D)
	GEN=$B/gen/ tools/embed $(ASSETS) $(PICTOGRAMS) > $@
$B/gen/pictograms/%.png: daemon/web/page/pictograms/%.svg
	@mkdir -p $(@D)
	rsvg-convert -w 144 -h 144 -o $@ $<
$B/obj/assets.o: $B/gen/assets.S
	@mkdir -p $(@D)
	$(CC) -c $< -o $@

$B/gen/bench.S: tools/embed $(SIM_PAGE)
	@mkdir -p $(@D)
	TABLE=bench_files tools/embed $(SIM_PAGE) > $@
$B/obj/bench.o: $B/gen/bench.S
	@mkdir -p $(@D)
	$(CC) -c $< -o $@

$B/libbascule.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^
# The command's parts, for tests that say its words in their own process.
$B/libcommand.a: $(filter-out %/main.o,$(CMD_OBJ))
	@rm -f $@
	$(AR) rcs $@ $^
$B/libhead.a: $(HEAD_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^
$B/basculed: $B/obj/daemon/main.o $B/libbascule.a
	$(CC) $(LDOPT) -o $@ $^ $(LIBS)
$B/bascule: $(CMD_OBJ) $B/libbascule.a
	$(CC) $(LDOPT) -o $@ $^ $(LIBS)
$B/bascule-sim: $(SIM_OBJ) $B/libhead.a $B/libbascule.a
	$(CC) $(LDOPT) -o $@ $^ $(LIBS) -lm
# Programs of the integration storey that drive the ledger itself.
PROOF    := $(patsubst tests/integration/%.c,$B/integration/%,$(wildcard tests/integration/ledger_*.c))
$B/integration/%: $B/obj/tests/integration/%.o $B/obj/tests/integration/crash_vfs.o $B/libbascule.a
	@mkdir -p $(@D)
	$(CC) $(LDOPT) -o $@ $^ $(LIBS)
$B/unit/%: $B/obj/tests/unit/%.o $(UNIT_AUX) $B/libcommand.a $B/libhead.a $B/libbascule.a
	@mkdir -p $(@D)
	$(CC) $(LDOPT) -o $@ $^ $(LIBS) -lcmocka -ldmtx
comma    := ,
# A minute of service passes by hand: daemon/web meets the test's clock instead of the loop's.
$B/unit/test_service: LDOPT += $(patsubst %,-Wl$(comma)--wrap=%,loop_now_us loop_add_timer loop_timer_arm loop_timer_disarm desk_scales)
# Likewise the minutes and days of the store.
$B/unit/test_store_watch: LDOPT += $(patsubst %,-Wl$(comma)--wrap=%,loop_now_us loop_add_timer loop_timer_arm loop_timer_disarm)
# Answers of calls, without HTTP, over a store without a desk.
$B/unit/test_store_watch $B/unit/test_web_store: LDOPT += $(patsubst %,-Wl$(comma)--wrap=%,desk_store desk_trains json_devices reply_json)
$B/unit/test_web_store: LDOPT += $(patsubst %,-Wl$(comma)--wrap=%,desk_station desk_load desk_hearing desk_units training_is_open people_uncounted who_guarded who_cannot events_codes reply_key scanners_facts \
	$(foreach d,scales panels printers scanners,desk_$d $(d)_count))
$B/unit/test_desk $B/unit/test_desk_writing $B/unit/test_desk_touch $B/unit/test_desk_load $B/unit/test_desk_codes $B/unit/test_desk_label $B/unit/test_desk_food $B/unit/test_desk_slips $B/unit/test_desk_numbers: LDOPT += $(patsubst %,-Wl$(comma)--wrap=%,store_write store_ask store_down ledger_keep_plates)

-include $(shell find $B/obj -name '*.d' 2>/dev/null)

.PHONY: check unit clean
unit: $(UNIT) $(PROOF)
check: all unit  ## quick tests: unit, model, replay, golden (no root, no network)
	tests/run unit $B

.PHONY: man guides
guides: all  ## paper for volunteers, coordinators, whoever installs, and about people: PDF in build/guides, pictures of today's page
	@tools/setup test web
	@BUILD=$B tools/guides/make.mjs
man: $B/man/fr/bascule.1 $B/man/en/bascule.1 $B/man/basculed.1 $B/man/bascule-sim.1 $B/man/bascule-demo.1  ## the manual pages, made of what each says of itself
$B/man/%/bascule.1: tools/man $B/bascule
	@mkdir -p $(@D)
	tools/man $B/bascule $* > $@.part && mv $@.part $@
$B/man/basculed.1: WHAT = weighing station's daemon
$B/man/bascule-sim.1: WHAT = simulated devices of a weighing station
$B/man/bascule-demo.1: WHAT = weighing station with simulated devices
$B/man/%.1: tools/man $B/%
	@mkdir -p $(@D)
	tools/man $B/$* "$(WHAT)" > $@.part && mv $@.part $@
$B/bascule-demo: tools/demo
	install $< $@

# A station.conf that is there is never touched. PREFIX=/usr/local moves programs and units.
.PHONY: install
SYSTEM   := $(DESTDIR)$(PREFIX)/lib
install: all man  ## install programs, units, udev rules and the sample configuration (DESTDIR=, PREFIX=/usr)
	install -D -t $(DESTDIR)$(PREFIX)/bin $(PROGRAMS) $B/bascule-demo
	install -d $(SYSTEM)/systemd/system
	sed 's|/usr/bin/|$(PREFIX)/bin/|' systemd/basculed.service > $(SYSTEM)/systemd/system/basculed.service
	chmod 644 $(SYSTEM)/systemd/system/basculed.service
	for unit in bascule-backup bascule-stick; do sed 's|/usr/bin/bascule |$(PREFIX)/bin/bascule |' systemd/$$unit.service \
		> $(SYSTEM)/systemd/system/$$unit.service && chmod 644 $(SYSTEM)/systemd/system/$$unit.service || exit 1; done
	install -m 644 -t $(SYSTEM)/systemd/system systemd/bascule-kiosk.service systemd/bascule-backup.timer
	install -D -m 644 systemd/bascule.sysusers $(SYSTEM)/sysusers.d/bascule.conf
	install -D -m 644 systemd/bascule.tmpfiles $(SYSTEM)/tmpfiles.d/bascule.conf
	install -D -m 644 -t $(SYSTEM)/udev/rules.d systemd/60-bascule.rules systemd/90-bascule-stick.rules
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/bascule systemd/station.conf
	install -d $(DESTDIR)$(PREFIX)/share/doc/bascule/examples
	ln -sf ../../../bascule/station.conf $(DESTDIR)$(PREFIX)/share/doc/bascule/examples/station.conf
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/doc/bascule README.md README.fr.md
	install -D -m 644 tools/bascule/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/bascule
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 $B/man/en/bascule.1 $B/man/basculed.1 $B/man/bascule-sim.1 $B/man/bascule-demo.1
	install -D -m 644 $B/man/fr/bascule.1 $(DESTDIR)$(PREFIX)/share/man/fr/man1/bascule.1
	[ -e $(DESTDIR)/etc/bascule/station.conf ] || \
		install -D -m 640 systemd/station.conf $(DESTDIR)/etc/bascule/station.conf

clean:  ## forget everything that was built
	rm -rf $B

# ---- the load-cell head (firmware/README.md): its image, and the image run in simavr
AVR_CC   ?= avr-gcc
AVR_SRC  := $(wildcard firmware/core/*.c firmware/avr/*.c)
AVR_OBJ  := $(AVR_SRC:firmware/%.c=$B/firmware/obj/%.o)
AVR_FLAGS := -mmcu=atmega328p -DF_CPU=16000000UL -std=gnu11 -Os -g -ffunction-sections -fdata-sections -fshort-enums \
             -mcall-prologues -mrelax \
             -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla $(WERROR)
.PHONY: firmware flash
firmware: $B/firmware/head.hex  ## build the load-cell head's image; prints flash and RAM used
	@avr-size -C --mcu=atmega328p $B/firmware/head.elf | sed -n 's/^\(Program\|Data\): */\1 /p'
$B/firmware/obj/%.o: firmware/%.c
	@mkdir -p $(@D)
	$(AVR_CC) $(AVR_FLAGS) -MMD -MP -c $< -o $@
$B/firmware/head.elf: $(AVR_OBJ)
	$(AVR_CC) -mmcu=atmega328p -mrelax -Wl,--gc-sections -o $@ $^
$B/firmware/head.hex: $B/firmware/head.elf
	avr-objcopy -O ihex -R .eeprom $< $@
flash: $B/firmware/head.hex  ## write it to the board at PORT= (BOOT_BAUD=57600 for old bootloaders)
	@firmware/flash "$(PORT)" $<
-include $(shell find $B/firmware/obj -name '*.d' 2>/dev/null)

# Programs of tests/firmware: head_NAME.c is one, the other .c files there are what they share.
SIMAVR   := -I/usr/include/simavr
FW_AUX   := $(patsubst %.c,$B/obj/%.o,$(filter-out $(wildcard tests/firmware/head_*.c),$(wildcard tests/firmware/*.c)))
FW_TEST  := $(patsubst tests/firmware/%.c,$B/firmware/%,$(wildcard tests/firmware/head_*.c))
$B/obj/tests/firmware/%.o: CPPFLAGS += $(SIMAVR)
$B/firmware/head_%: $B/obj/tests/firmware/head_%.o $(FW_AUX) $B/libhead.a
	@mkdir -p $(@D)
	$(CC) $(LDOPT) -o $@ $^ -lsimavr -lelf -lm -lutil
.PHONY: firmware-tests
firmware-tests: firmware $(FW_TEST)

# ---- the house: set-up, lint, tests, sanitizers, fuzzing, Debian 13
FUZZ     := $(patsubst tests/fuzz/%.c,$B/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
STOREYS  := unit,integration,firmware,hw,web,vm

.PHONY: demo
demo:  ## build and serve the page with simulated devices (DEMO_PORT, DEMO_STATE, DEMO_EMPTY, DEMO_TRADE=workshop, DEMO_HEAD=1: a load-cell head too)
	@B=$B exec setpriv --pdeathsig TERM tools/demo

.PHONY: setup test test-storeys lint check-asan check-tsan fuzz fuzz-long fuzz-targets soak debian13 deb deb-all deb-try fresh image pi
setup:  ## install what the build needs (by apt; says what first)
	@tools/setup build

# Without the npm registry the browser storey is skipped, and says why; the others run.
test:  ## install what the tests need, then run every storey
	@tools/setup build test firmware hw vm
	@tools/setup web || echo "tests/web is not set up"
	@$(MAKE) test-storeys
test-storeys: all unit firmware-tests benches
	@tests/run $(STOREYS) $B

lint:  ## format, clang-tidy, cppcheck, include graph, language keys, sizes
	@tools/setup build test firmware lint
	@tools/lint/run

# clang, because gcc's undefined sanitizer writes no report to a file beside the address one.
check-asan:  ## unit and integration tests with address and undefined sanitizers
	@tools/setup build test lint
	@$(MAKE) B=$B/asan CC=clang SAN=address,undefined all unit benches
	@tests/sanitized $B/asan
check-tsan:  ## the same with the thread sanitizer
	@tools/setup build test
	@$(MAKE) B=$B/tsan SAN=thread EXTRA_CFLAGS=-Wno-format-truncation all unit benches
	@tests/sanitized $B/tsan

SOAK_SECONDS ?= 3600
soak: all $B/unit/test_station_model $B/unit/test_stock  ## stations in a storm for SOAK_SECONDS=3600, a thousand backups, SOAK_EVENTS= in their model, SOAK_ACTS= on the stock
	@STATION_EVENTS=$${SOAK_EVENTS:-100000000} STATION_SEED=$${SOAK_SEED:-$$(date +%s)} $B/unit/test_station_model
	@STOCK_ACTS=$${SOAK_ACTS:-20000} SEED=$${SOAK_SEED:-$$(date +%s)} $B/unit/test_stock
	@SOAK_SECONDS=$(SOAK_SECONDS) STORMS=$${STORMS:-4} BUILD=$B tests/integration/60-storm
	@SOAK=1 BUILD=$B tests/integration/66-backup
fuzz:  ## fuzz each parser FUZZ_SECONDS=60 from its kept corpus
	@tools/setup build lint
	@$(MAKE) B=$B/fuzz CC=clang SAN=fuzzer-no-link,address,undefined \
		EXTRA_CFLAGS=-fno-sanitize-recover=undefined fuzz-targets
	@tests/fuzz/run $B/fuzz
fuzz-long:  ## the same for FUZZ_SECONDS=900 each
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-900} $(MAKE) fuzz
fuzz-targets: $(FUZZ)
$B/fuzz/%: $B/obj/tests/fuzz/%.o $B/libhead.a $B/libbascule.a
	@mkdir -p $(@D)
	$(CC) -fsanitize=fuzzer,address,undefined -o $@ $^ $(LIBS)

fresh:  ## make demo in a minbase Debian 12 root, as a newcomer would
	@tools/setup build test debian13
	@tools/fresh

deb:  ## Debian packages of this tree into build/deb, and lintian's opinion of them
	@tools/deb
deb-all:  ## the same for Debian 13: amd64, and arm64 and armhf (the Pi) by their cross compilers, into build/deb13
	@tools/setup debian13 cross
	@tools/deb13 amd64 arm64 armhf
image:  ## an SD card for a Raspberry Pi 3 or 4 with this program, build/bascule-pi.img (hw/README.md)
	@tools/image $B/bascule-pi.img
deb-try:  ## install, upgrade, remove and purge them in a Debian 12 root and in one of Debian 13 (SUITES=)
	@tools/setup test debian13
	@for suite in $${SUITES:-bookworm trixie}; do tools/deb-try $$suite || exit 1; done
pi:  ## the arm64 package, and the card of make image, on a Raspberry Pi that QEMU emulates: tests/pi/README.md (CUTS=3)
	@tools/setup build test debian13 cross hw pi
	@tests/pi/run
	@[ "$$CUTS" = 1 ] || tests/pi/image

debian13:  ## build with -Werror and `make check` in a Debian 13 root
	@tools/setup debian13
	@tools/debian13

.PHONY: print-sources print-flags
print-sources:
	@echo $(ROOM_SRC) $(wildcard daemon/main.c tools/bascule/*.c tools/sim/*.c firmware/core/*.c tests/*/*.c)
print-flags:
	@echo $(CPPFLAGS:-I/usr/%=-isystem/usr/%) $(SIMAVR:-I/usr/%=-isystem/usr/%) -std=gnu17

.PHONY: labels-check
labels-check: all  ## 200 food labels measured and read by a checker that is not ours, and 20 spoiled ones found (LABELS=)
	@tools/setup build test
	@LABELS=$${LABELS:-200} BUILD=$B tests/integration/66-food-labels

.PHONY: check-vm
check-vm: all  ## real kernel drivers in a virtual machine (tests/vm/README.md)
	@BUILD=$B tests/vm/run

# ---- benchmarks: a test runs them for a moment and judges no time; each figure beside a limit or a peer of the same run
BENCH    := $(patsubst tests/bench/%.c,$B/bench/%,$(wildcard tests/bench/bench_*.c))
.PHONY: bench bench-before benches
benches: $(BENCH)
bench: all benches  ## measure beside limits and peers; table and build/bench.json
	@tests/bench/run $B
# The commit before kinds, calls, reports and screens became rows of tables.
BASE     ?= 5a82e1c
bench-before: all benches  ## the same beside an earlier commit, which is built in a clone: BASE=5a82e1c
	@CC="$(CC)" tests/bench/before $B $(BASE)
# The printer process of the unit tests is the other end.
$B/bench/bench_print: $(addprefix $B/obj/tests/unit/,fake_printer.o sim_zpl.o sim_zpl_hex.o)
$B/bench/%: $B/obj/tests/bench/%.o $(addprefix $B/obj/tests/bench/,bench.o daemon.o ten_years.o) $B/libbascule.a
	@mkdir -p $(@D)
	$(CC) $(LDOPT) -o $@ $^ $(LIBS)
