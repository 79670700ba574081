// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the sample month of a kitchen names: donors, recipients, what it makes and of what. All organisations
 * are invented and say so; nobody has a name.
 */
#include <stdio.h>
#include <string.h>
#include "catalogue_csv.h"
#include "cleanup.h"
#include "sample.h"

#define ADDRESS ",1 rue de l'Exemple,"
static const char partners[] =
	"code,label_fr,roles,siret,address,insee,donor_type,sort\n"
	"SUPER,Supermarché du Plateau (exemple),donor,00000014100010" ADDRESS "25411,retail,10\n"
	"FERME,Ferme des Gentianes (exemple),donor,00000021600010" ADDRESS "25512,producer,20\n"
	"CANTINE,Cantine des Combes (exemple),donor,00000007500010" ADDRESS "25462,catering,30\n"
	"GROSSISTE,Grossiste du Doubs (exemple),donor,00000028100014" ADDRESS "25127,wholesale,40\n"
	"EPISOL,Épicerie solidaire des Prés (exemple),recipient,00000056200017" ADDRESS
	"25462,,50\n"
	"FOYER,Foyer de la Gare (exemple),recipient,00000049700016" ADDRESS "25411,,60\n"
	"AIDE,Entraide du Val (exemple),recipient,00000070300017" ADDRESS "25462,,70\n";

static const char places[] = "code,label_fr,label_en,place_type,sort\n"
			     "CHAMBRE1,Chambre froide,Cold room,cold_room,10\n"
			     "CONGEL1,Congélateur,Freezer,cold_room,20\n";

static const char containers[] = "code,label_fr,label_en,tare_kg,part,sort\n"
				 "BARQ500,Barquette 500 g,500 g tray,0.018,base,10\n"
				 "BARQ1000,Barquette 1 kg,1 kg tray,0.029,base,20\n"
				 "SEAU,Seau,Bucket,0.31,box,30\n";

static const char ingredients[] = "code,label_fr,label_en,allergens,emphasise,raw,sort\n"
				  "CAROTTE,carotte,carrot,,,yes,10\n"
				  "POIREAU,poireau,leek,,,yes,20\n"
				  "POMTERRE,pomme de terre,potato,,,yes,30\n"
				  "CELERI,céleri,celery,CEL,céleri,yes,40\n"
				  "POMME,pomme,apple,,,yes,50\n"
				  "COURGE,courge,squash,,,yes,60\n"
				  "LENTILLE,lentille,lentil,,,yes,70\n"
				  "CREME,crème,cream,LAI,crème,,80\n"
				  "SUCRE,sucre,sugar,,,yes,90\n";

static const char products[] =
	"code,label_fr,label_en,name_legal,category,storage,life_days,channel,freezable,reheating,"
	"sort\n"
	"SOUPE,Soupe de légumes,Vegetable soup,Soupe de légumes,ALI-PLA,FROID_3,,A,,"
	"\"À réchauffer à cœur, +63 °C\",10\n"
	"PUREE,Purée,Mash,Purée de légumes,ALI-PLA,FROID_3,,A,,"
	"\"À réchauffer à cœur, +63 °C\",20\n"
	"DAHL,Dahl de lentilles,Lentil dal,Dahl de lentilles à la courge,ALI-PLA,FROID_3,,A,,"
	"\"À réchauffer à cœur, +63 °C\",30\n"
	"COMPOTE,Compote,Stewed apples,Compote de pommes,ALI-PLA,FROID_3,,A,,,40\n"
	"SOUPE-G,Soupe surgelée,Frozen soup,Soupe de légumes surgelée,ALI-SUR,CONGEL,180,A,yes,"
	"\"À réchauffer sans décongeler\",50\n";

static const char recipes[] = "code,label_fr,label_en,product,lines,sort\n"
			      "R-SOUPE,Soupe de légumes,Vegetable soup,SOUPE,"
			      "\"CAROTTE=15 POIREAU=8 POMTERRE=10 CELERI=3\",10\n"
			      "R-PUREE,Purée au lait,Creamy mash,PUREE,\"POMTERRE=20 CREME=2\",20\n"
			      "R-DAHL,Dahl,Dal,DAHL,\"LENTILLE=8 COURGE=10 CAROTTE=5\",30\n"
			      "R-COMPOTE,Compote,Stewed apples,COMPOTE,\"POMME=20 SUCRE=1\",40\n";

/* %s: the site's code in station.conf. */
static const char site[] =
	"code,label_fr,label_en,legal_name,address,siret,ess,departement,meal_g,trade\n"
	"%s,Atelier du Plateau (exemple),Plateau kitchen (example),"
	"Association Atelier du Plateau (exemple)" ADDRESS "00000091900019,yes,25,500,workshop\n";

static const struct {
	const char *kind, *csv;
} sheets[] = {
	{ "partner", partners },
	{ "place", places },
	{ "container", containers },
	{ "ingredient", ingredients },
	{ "product", products },
	{ "recipe", recipes },
};

int sample_kitchen_catalogue(struct sample *s, const struct moment *opened)
{
	char ours[sizeof(site) + CODE_SIZE];
	int r;

	(void)snprintf(ours, sizeof(ours), site, s->identity.site);
	r = sample_sheet(s, opened, "site", ours);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(sheets); i++)
		r = sample_sheet(s, opened, sheets[i].kind, sheets[i].csv);
	return r < 0 ? r : sample_factors(s, opened);
}
