namespace ServiceDirectory.EndToEndTests;

/// <summary>What a picture of a page shows, as far as a program can tell.</summary>
internal static class Picture
{
    /// <summary>How many colours are in a PNG; it is decoded by an empty page of the same browser.</summary>
    public static async Task<int> ColoursAsync(Chromium chromium, byte[] png)
    {
        var page = await chromium.Browser.NewPageAsync();
        try
        {
            return await page.EvaluateAsync<int>(
                """
                async written => {
                  const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(written), letter => letter.charCodeAt(0))], { type: 'image/png' }));
                  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
                  canvas.drawImage(picture, 0, 0);
                  return new Set(new Uint32Array(canvas.getImageData(0, 0, picture.width, picture.height).data.buffer)).size;
                }
                """,
                Convert.ToBase64String(png));
        }
        finally
        {
            await page.CloseAsync();
        }
    }
}
