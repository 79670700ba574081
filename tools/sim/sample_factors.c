// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The sample's CO2e factors, marked as an example: a real site says which set it stands by. Values are
 * those of the field study beside ledger/catalogue/categories.csv, in grams per kilogram that is handed
 * over; half of a new object is in them already. What nobody would defend has none.
 */
#include "sample.h"

static const char sets[] = "code,label_fr,label_en,source,sort\n"
			   "EXEMPLE,Exemple (à remplacer),Example (to be replaced),"
			   "\"Exemple de démonstration : voir la source de chaque facteur\",10\n";

#define IMPACT "ADEME Impact CO2, moitié du neuf (exemple)"
#define AGRIBALYSE "ADEME Agribalyse (exemple)"
static const char factors[] =
	"code,label_fr,factor_set,category,g_per_kilo,confidence,source,sort\n"
	"X-TLC-VET,Vêtements,EXEMPLE,TLC-VET,15000,medium,\"" IMPACT "\",10\n"
	"X-TLC-CHA,Chaussures,EXEMPLE,TLC-CHA,9000,low,\"" IMPACT "\",20\n"
	"X-DEA-ASS,Sièges,EXEMPLE,DEA-ASS,1900,medium,\"" IMPACT "\",30\n"
	"X-DEA-REM,Canapés,EXEMPLE,DEA-REM,1200,medium,WRAP 2011 (exemple),40\n"
	"X-DEA-TAB,Tables,EXEMPLE,DEA-TAB,1400,medium,\"" IMPACT "\",50\n"
	"X-GEMF,Gros électroménager froid,EXEMPLE,EEE-GEMF,2100,medium,\"" IMPACT "\",60\n"
	"X-GEMH-LAV,Lavage,EXEMPLE,EEE-GEMH-LAV,2700,medium,\"" IMPACT "\",70\n"
	"X-PAM-CUI,Appareils de cuisine,EXEMPLE,EEE-PAM-CUI,4000,medium,\"" IMPACT "\",80\n"
	"X-ASL-CYC,Vélos,EXEMPLE,ASL-CYC,4100,low,Trek 2021 (exemple),90\n"
	"X-HRP-LIV,Livres,EXEMPLE,HRP-LIV,1500,low,Carbone 4 (exemple),100\n"
	"X-ALI,Denrées mélangées,EXEMPLE,ALI,1500,low,ADEME 2016 (exemple),110\n"
	"X-ALI-LAI,Laitages,EXEMPLE,ALI-LAI,1900,medium," AGRIBALYSE ",120\n"
	"X-ALI-PAI,Pain,EXEMPLE,ALI-PAI,800,medium," AGRIBALYSE ",130\n";

int sample_factors(struct sample *s, const struct moment *opened)
{
	int r = sample_sheet(s, opened, "factor-set", sets);

	return r < 0 ? r : sample_sheet(s, opened, "factor", factors);
}
