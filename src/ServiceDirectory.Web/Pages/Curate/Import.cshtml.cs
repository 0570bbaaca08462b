using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Brings a list in that an organisation keeps elsewhere: choose the file, look at what its columns are, say yes.</summary>
[Needs(Deed.ImportEntries)]
public sealed class ImportModel(ImportService imports, DirectorySecrets secrets, PlaceFinder places) : CurateModel
{
    /// <summary>Rows that are shown of each kind; how many there are besides is said.</summary>
    public const int Shown = 100;

    /// <summary>Reads the rows once more, as the columns are used now.</summary>
    public const string Look = "look";

    /// <summary>Writes what is new.</summary>
    public const string Bring = "bring";

    [BindProperty(Name = CurateField.File)]
    public IFormFile? TypedFile { get; set; }

    [BindProperty(Name = CurateField.Sheet)]
    public string? TypedSheet { get; set; }

    [BindProperty(Name = CurateField.Use)]
    public string[] TypedUses { get; set; } = [];

    [BindProperty(Name = CurateField.Written)]
    public string? TypedLanguage { get; set; }

    [BindProperty(Name = CurateField.Anyway)]
    public int[] TypedAnyway { get; set; } = [];

    [BindProperty(Name = CurateField.Do)]
    public string? TypedDo { get; set; }

    /// <summary>The list that was read; null: none was chosen yet.</summary>
    public Sheet? Sheet { get; private set; }

    /// <summary>The same, as it travels.</summary>
    public string? Sealed { get; private set; }

    public IReadOnlyList<ColumnUse> Uses { get; private set; } = [];

    public string Language { get; private set; } = CultureInfo.CurrentUICulture.Name;

    public ImportPlan Plan { get; private set; } = new([]);

    /// <summary>The columns are used as they were with a list of the same headers.</summary>
    public bool IsRemembered { get; private set; }

    /// <summary>Why a file could not be read, and where.</summary>
    public SheetException? Refused { get; private set; }

    /// <summary>The key of what else was wrong; null: nothing.</summary>
    public string? Wrong { get; private set; }

    public PageResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        if (TypedFile is { Length: > 0 })
            return await ReadAsync(TypedFile, cancellationToken);
        Sheet = TravellingSheet.Open(secrets, Seat.OrganisationId, TypedSheet, Now);
        if (Sheet is null)
            return Refuse(string.IsNullOrEmpty(TypedSheet) ? "Import.NoFile" : "Import.Gone");
        if (!TryReadUses(Sheet, out var uses) || !PageLanguages.Written.Contains(TypedLanguage ?? Language))
            return BadRequest();
        (Uses, Language) = (uses, TypedLanguage ?? Language);
        if (!Uses.Contains(ColumnUse.Name) || TypedDo != Bring)
        {
            Wrong = Uses.Contains(ColumnUse.Name) ? null : "Import.NoName";
            return await ShowAsync(cancellationToken);
        }

        var outcome = await imports.BringInAsync(new BringIn(List(), Today), Actor, cancellationToken);
        return new SeeOther(Links.Brought(Seat.Code, outcome));
    }

    private async Task<IActionResult> ReadAsync(IFormFile file, CancellationToken cancellation)
    {
        using var place = await ImportBody.TakeAsync(HttpContext);
        if (place is null)
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        try
        {
            if (file.Length > SheetLimits.Bytes)
                throw new SheetException(SheetFault.TooLarge);
            using var bytes = new MemoryStream((int)file.Length);
            await file.CopyToAsync(bytes, cancellation);
            Sheet = SheetReader.Read(bytes.ToArray());
        }
        catch (SheetException refused)
        {
            Refused = refused;
            return NotSaved();
        }

        var remembered = await imports.RememberedAsync(Seat.OrganisationId, Sheet.Headers, cancellation);
        (Uses, IsRemembered) = (remembered ?? ColumnMatcher.Guess(Sheet.Headers), remembered is not null);
        return await ShowAsync(cancellation);
    }

    private bool TryReadUses(Sheet sheet, out IReadOnlyList<ColumnUse> uses)
    {
        var read = TypedUses.Select(typed => EnumSlug.TryParse<ColumnUse>(typed, out var use) ? use : (ColumnUse?)null).OfType<ColumnUse>().ToList();
        uses = read;
        return ModelState.IsValid && read.Count == TypedUses.Length && read.Count == sheet.Headers.Count;
    }

    private ReadList List() => new(Seat.OrganisationId, Sheet!, Uses, Language, [.. TypedAnyway]);

    private async Task<PageResult> ShowAsync(CancellationToken cancellation)
    {
        Sealed = TravellingSheet.Seal(secrets, Seat.OrganisationId, Sheet!, Now);
        Plan = Uses.Contains(ColumnUse.Name) ? await imports.PlanAsync(List(), cancellation) : Plan;
        HttpContext.SendUncompressed();
        return Wrong is null ? Page() : NotSaved();
    }

    private PageResult Refuse(string wrong)
    {
        Wrong = wrong;
        return NotSaved();
    }
}
