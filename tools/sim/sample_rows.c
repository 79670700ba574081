// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who and what the sample year's slips name. Communes and their codes are public (INSEE, Code officiel
 * géographique); all organisations are invented, say so, and have numbers that the register gives to
 * nobody, right by their check digits only. Nobody has a name.
 */
#include <stdio.h>
#include <string.h>
#include "catalogue_csv.h"
#include "cleanup.h"
#include "sample.h"

static const char containers[] = "code,label_fr,label_en,tare_kg,part,sort\n"
				 "ROLL1,Roll 1,Roll 1,21.4,base,10\n"
				 "ROLL2,Roll 2,Roll 2,21.9,base,20\n"
				 "PALETTE,Palette en bois,Wooden pallet,18.5,base,30\n"
				 "BACBLEU,Bac bleu,Blue crate,1.9,box,40\n"
				 "BACGRIS,Bac gris,Grey crate,2.35,box,50\n"
				 "PANIER,Panier à roulettes,Wheeled basket,3.6,box,60\n";

static const char operators[] = "code,label_fr,label_en,role,lang,sort\n"
				"BEN1,Bénévole 1,Volunteer 1,volunteer,fr,10\n"
				"BEN2,Bénévole 2,Volunteer 2,volunteer,fr,20\n"
				"SAL1,Salarié 1,Staff 1,staff,fr,30\n"
				"COORD,Coordination,Coordination,coordinator,fr,40\n";

#define ADDRESS ",1 rue de l'Exemple,"
/* AUTRE: whoever is not known; it has no number and is nobody. */
static const char partners[] =
	"code,label_fr,roles,siret,address,insee,donor_type,permit,sort\n"
	"JARDIN,Jardinerie des Combes (exemple),donor,00000007500010" ADDRESS "25462,retail,,10\n"
	"SUPER,Supermarché du Plateau (exemple),donor,00000014100010" ADDRESS "25411,retail,,20\n"
	"FERME,Ferme des Gentianes (exemple),donor,00000021600010" ADDRESS "25512,producer,,30\n"
	"MENUIS,Menuiserie des Sapins (exemple),donor,00000028100014" ADDRESS "25127,industry,,40\n"
	"RONDE,Ressourcerie de la Ronde (exemple),member,00000035600014" ADDRESS "25462,,,50\n"
	"ATELIER,Atelier du Tavaillon (exemple),member,00000042200014" ADDRESS "25356,,,60\n"
	"SECONDE,Seconde Main du Val (exemple),recipient,00000049700016" ADDRESS "25411,,,70\n"
	"EPISOL,Épicerie solidaire des Prés (exemple),recipient,00000056200017" ADDRESS
	"25462,,,80\n"
	"TRIFIL,Tri du Fil (exemple),recycler,00000063800015" ADDRESS "25578,,,90\n"
	"METAUX,Métaux du Doubs (exemple),recycler,00000070300017" ADDRESS "25462,,,100\n"
	"ECOMEUB,Éco-organisme des meubles (exemple),eco_organisme,00000077800019" ADDRESS
	"25462,,,110\n"
	"TRANSPORT,Transports des Crêts (exemple),carrier,00000084400019" ADDRESS
	"25356,,EXEMPLE-1,120\n"
	"AUTRE,Autre ou inconnu,donor,,,,,,130\n";

static const char places[] = "code,label_fr,place_type,insee,departement,sort\n"
			     "PONTARLIER,Pontarlier,commune,25462,25,10\n"
			     "MORTEAU,Morteau,commune,25411,25,20\n"
			     "MAICHE,Maîche,commune,25356,25,30\n"
			     "RUSSEY,Le Russey,commune,25512,25,40\n"
			     "VALDAHON,Valdahon,commune,25578,25,50\n"
			     "CHARQUEMONT,Charquemont,commune,25127,25,60\n"
			     "DECH-PONT,Déchèterie de Pontarlier,dechetterie,25462,25,70\n"
			     "DECH-MORT,Déchèterie de Morteau,dechetterie,25411,25,80\n"
			     "DECH-MAIC,Déchèterie de Maîche,dechetterie,25356,25,90\n";

/* Heads the paper of a slip; %s: the site's code in station.conf. */
static const char site[] =
	"code,label_fr,label_en,legal_name,address,siret,ess,departement,epci_siren\n"
	"%s,Recyclerie du Plateau (exemple),Plateau reuse centre (example),"
	"Association Recyclerie du Plateau (exemple)" ADDRESS "00000091900019,yes,25,000000927\n";

static const struct {
	const char *kind, *csv;
} sheets[] = {
	{ "container", containers },
	{ "operator", operators },
	{ "partner", partners },
	{ "place", places },
};

int sample_sheet(struct sample *s, const struct moment *opened, const char *kind, const char *csv)
{
	const struct catalogue_csv how = { .kind = kind, .valid_from = opened->day };
	_cleanup_(cleanup_catalogue_free) struct catalogue *rows = NULL;
	struct ledger_job job = { .now = *opened };
	struct ledger_result res;
	int r = catalogue_csv_read(csv, strlen(csv), &how, &rows);

	if (r < 0)
		return r;
	job.drafts[0] = (struct ledger_draft){ &catalogue_kind, rows, NULL };
	return sample_write(s, &job, &res);
}

int sample_catalogue(struct sample *s, const struct moment *opened)
{
	char ours[sizeof(site) + CODE_SIZE];
	int r;

	(void)snprintf(ours, sizeof(ours), site, s->identity.site);
	r = sample_sheet(s, opened, "site", ours);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(sheets); i++)
		r = sample_sheet(s, opened, sheets[i].kind, sheets[i].csv);
	return r < 0 ? r : sample_factors(s, opened);
}
