# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion of bascule: commands, options and the words of a value are read from `bascule help`
# when Tab is pressed, so there is no second list of them.

# The words of an option's value, from its line: "--format F  table, csv (for…), json or png".
_bascule_values() { # COMMAND OPTION
	bascule --lang en help "$1" 2>/dev/null | awk -v option="$2" '
		/^  -/ { on = 0 }
		$1 == option { on = 1; sub(/^ *[^ ]+ ([^ ]+ )?/, "") }
		on { text = text " " $0 }
		END {
			gsub(/\([^)]*\)/, "", text)
			sub(/[;.].*/, "", text)
			if (text !~ /,/)
				exit
			gsub(/ or /, ", ", text)
			n = split(text, words, /, */)
			for (i = 1; i <= n; i++) {
				gsub(/^ +| +$/, "", words[i])
				if (words[i] ~ /^[A-Za-z0-9-]+$/)
					print words[i]
			}
		}'
}

# Its sub-commands, or reports, and its options.
_bascule_words() { # COMMAND
	bascule --lang en help "$1" 2>/dev/null | awk -v command="$1" '
		match($0, "bascule " command " [a-z-]+ ") {
			split(substr($0, RSTART, RLENGTH), words, " ")
			print words[3]
		}
		/^  [A-Za-z]/ { print $1 }
		{
			gsub(/[][|,]/, " ")
			for (i = 1; i <= NF; i++)
				if ($i ~ /^--[a-z-]+$/)
					print $i
		}' | sort -u
}

_bascule() {
	local cur=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]} command='' words i
	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--db | --url | --lang) i=$((i + 1)) ;;
		-*) ;;
		*) command=${COMP_WORDS[i]} && break ;;
		esac
	done
	case $last in
	--db | --config | -o) mapfile -t COMPREPLY < <(compgen -f -- "$cur") && return ;;
	--lang) mapfile -t COMPREPLY < <(compgen -W 'fr en' -- "$cur") && return ;;
	-*) words=$(_bascule_values "$command" "$last") ;;
	esac
	if [ -z "$words" ] && [ "$command" = help ] || [ -z "$command" ]; then
		words="$(bascule --lang en help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p') help"
	elif [ -z "$words" ]; then
		words=$(_bascule_words "$command")
	fi
	[ -n "$command" ] && [[ $cur != -* ]] && [ -z "$words" ] && compopt -o default 2>/dev/null
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _bascule bascule
